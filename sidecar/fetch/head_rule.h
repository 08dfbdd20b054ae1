// Whether a camera is asked by HEAD before GET. Pure.
//
// Most cameras honour If-None-Match or If-Modified-Since, and HEAD gains nothing. Some ignore both
// and send the same bytes again and again. For those, each whole answer is compared with the one
// before: if ETag, Last-Modified and Content-Length changed exactly when the picture did, kAgreed
// times and at least once with a new picture, and half of the answers or more were a waste, HEAD
// comes first. Then most looks cost a HEAD, and a new picture a HEAD and a GET; where most looks
// find a new picture, GET alone is cheaper and HEAD is left out again.
//
// Every kVerifyEvery-th "nothing new" is checked by a GET. A HEAD that lied, failed, or twice
// announced what was not there is not trusted for a number of pictures that doubles each time.
#pragma once

#include <cstdint>
#include <string>

namespace livecam::fetch {

/// What headers say about a picture.
struct Fingerprint {
    std::string etag;
    std::string last_modified;
    std::int64_t length = -1;  // Content-Length; -1: not said

    bool operator==(const Fingerprint&) const = default;
    bool says_nothing() const noexcept {
        return etag.empty() && last_modified.empty() && length < 0;
    }
};

class HeadRule {
  public:
    static constexpr int kAgreed = 4;
    static constexpr int kVerifyEvery = 10;

    /// Whether the attempt that begins now should ask by HEAD first.
    bool head_first() const noexcept;

    /// The HEAD's answer, status 200. True: there is nothing new, and no GET is needed.
    bool nothing_new(const Fingerprint& head);
    /// The HEAD had any other end: a GET follows.
    void head_failed() noexcept;

    /// A GET, alone or after HEAD, brought a whole picture with this content hash.
    void got(const Fingerprint& answer, std::uint64_t content);
    /// The camera honours conditions after all.
    void not_modified() noexcept;
    /// What was learned stays; a HEAD under way is forgotten.
    void failed() noexcept { pending_ = Pending::kNone; }

  private:
    enum class Pending : std::uint8_t { kNone, kAnnounced, kVerify };

    void distrust() noexcept;
    void compare(bool same_picture, bool same_fingerprint) noexcept;

    Fingerprint known_;
    Fingerprint head_;
    std::uint64_t content_ = 0;
    Pending pending_ = Pending::kNone;
    int agreed_ = 0;            // in a row
    bool change_seen_ = false;  // among those
    int wasted_ = 0;        // share of answers without a new picture, in 1/256, a moving average
    int unchanged_ = 0;     // HEADs without news since the last check
    int false_alarms_ = 0;  // in a row
    int distrusted_ = 0;    // pictures until HEAD may be tried again
    int penalty_ = 50;
};

}  // namespace livecam::fetch
