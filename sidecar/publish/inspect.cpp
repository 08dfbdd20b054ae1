// What the publisher does about a store that somebody damaged: says it once, and publishes what was
// lost again.
#include <signal.h>
#include <unistd.h>

#include <utility>

#include "sidecar/ops/log.h"
#include "sidecar/publish/publisher.h"

namespace livecam::publish {
namespace {

constexpr std::int64_t kErrorPeriodMs = 60'000;  // between two lines with the same error

}  // namespace

void Publisher::inspect(std::int64_t now) {
    if (now - inspected_at_ < kInspectionPeriodMs && now >= inspected_at_) {
        return;
    }
    inspected_at_ = now;
    const auto found = store_.inspect();
    if (store_.superseded()) {
        ops::critical(found.error().message);
        ::kill(::getpid(), SIGTERM);
        return;
    }
    if (!found) {
        const bool new_error = found.error().message != inspection_error_;
        if (new_error || now - error_logged_at_ >= kErrorPeriodMs || now < error_logged_at_) {
            ops::error(found.error().message);
            inspection_error_ = found.error().message;
            error_logged_at_ = now;
        }
        return;
    }
    if (!inspection_error_.empty()) {
        ops::info("store: can be used again");
        inspection_error_.clear();
    }
    if (!found->mended.empty()) {
        ops::warn("store: " + store_.path() + ": " + found->mended + "; mended");
    }
    publish_again(found->lost, now);
    inspected_();
}

void Publisher::publish_again(const std::vector<std::uint32_t>& lost, std::int64_t now) {
    std::size_t pictures = 0;
    std::size_t bodies = 0;
    const bool said = std::exchange(lost_, !lost.empty());
    for (const std::uint32_t entry : lost) {
        const Descriptor& descriptor = store_.descriptor(entry);
        if (descriptor.kind != Kind::kFrames) {
            bodies += (descriptor.flags & kFlagForeign) == 0 ? 1 : 0;
            continue;
        }
        // The next answer counts as a change, whatever its validators say. Until then workers go on
        // with what they have mapped.
        const std::string prefix = picture_path("");
        if (const std::string_view key = store_.key(entry); key.starts_with(prefix)) {
            forget_(std::string(key.substr(prefix.size())), 0);
            ++pictures;
        }
    }
    if (pictures + bodies == 0) {
        return;
    }
    if (!said) {
        ops::warn(
            "store: " + store_.path() + ": some of it is damaged or gone: publishing it again",
            {{"pictures", pictures}, {"bodies", bodies}});
    }
    if (bodies != 0) {
        site_.forget_published();
        if (auto done = site_.publish_all(snapshot(now)); !done) {
            say_pages_error(done.error().message);
        }
    }
}

}  // namespace livecam::publish
