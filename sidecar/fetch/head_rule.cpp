#include "sidecar/fetch/head_rule.h"

#include <algorithm>
#include <utility>

namespace livecam::fetch {
namespace {

constexpr int kWhole = 256;
constexpr int kMaxPenalty = 10'000;

int averaged(int average, bool wasted) {
    return average + ((wasted ? kWhole : 0) - average) / 4;
}

}  // namespace

bool HeadRule::head_first() const noexcept {
    return agreed_ >= kAgreed && change_seen_ && wasted_ >= kWhole / 2 && distrusted_ == 0;
}

bool HeadRule::nothing_new(const Fingerprint& head) {
    head_ = head;
    if (head != known_ || head.says_nothing()) {
        pending_ = Pending::kAnnounced;
        return false;
    }
    wasted_ = averaged(wasted_, true);
    if (++unchanged_ >= kVerifyEvery) {
        unchanged_ = 0;
        pending_ = Pending::kVerify;
        return false;
    }
    return true;
}

void HeadRule::head_failed() noexcept {
    distrust();
}

void HeadRule::got(const Fingerprint& answer, std::uint64_t content) {
    const bool same = content == content_;
    distrusted_ = std::max(0, distrusted_ - 1);
    switch (std::exchange(pending_, Pending::kNone)) {
        case Pending::kVerify:
            if (!same) {
                distrust();
            }
            known_ = head_;
            break;
        case Pending::kAnnounced:
            wasted_ = averaged(wasted_, same);
            false_alarms_ = same ? false_alarms_ + 1 : 0;
            if (false_alarms_ >= 2) {
                distrust();
            }
            known_ = head_;
            break;
        case Pending::kNone:
            if (content_ != 0) {
                wasted_ = averaged(wasted_, same);
                compare(same, answer == known_ && !answer.says_nothing());
            }
            known_ = answer;
            break;
    }
    content_ = content;
}

void HeadRule::compare(bool same_picture, bool same_fingerprint) noexcept {
    if (same_picture != same_fingerprint) {
        agreed_ = 0;
        change_seen_ = false;
        return;
    }
    agreed_ = std::min(agreed_ + 1, kAgreed);
    change_seen_ = change_seen_ || !same_picture;
}

void HeadRule::not_modified() noexcept {
    pending_ = Pending::kNone;
    agreed_ = 0;
    change_seen_ = false;
    wasted_ = 0;
}

void HeadRule::distrust() noexcept {
    pending_ = Pending::kNone;
    agreed_ = 0;
    change_seen_ = false;
    false_alarms_ = 0;
    distrusted_ = penalty_;
    penalty_ = std::min(penalty_ * 2, kMaxPenalty);
}

}  // namespace livecam::fetch
