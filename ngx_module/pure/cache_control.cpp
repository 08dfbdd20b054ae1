#include "ngx_module/pure/cache_control.h"

#include <algorithm>
#include <charconv>

namespace livecam::http {

void CacheControl::append(std::string_view text) noexcept {
    const std::size_t length = std::min(text.size(), text_.size() - length_);
    std::copy_n(text.data(), length, text_.data() + length_);
    length_ += length;
}

void CacheControl::append(std::uint32_t number) noexcept {
    char digits[10];
    const auto result = std::to_chars(std::begin(digits), std::end(digits), number);
    append(std::string_view{digits, static_cast<std::size_t>(result.ptr - digits)});
}

std::uint32_t picture_max_age_s(const Descriptor& descriptor, std::int64_t now_ms) noexcept {
    if (descriptor.next_expected <= 0) {
        const std::uint32_t age =
            descriptor.max_age_s != 0 ? descriptor.max_age_s : kDefaultPictureAgeS;
        return std::min(age, kMaxPictureAgeS);
    }
    if (descriptor.next_expected <= now_ms) {
        return 1;
    }
    const std::int64_t left_s = static_cast<std::int64_t>(
        (static_cast<std::uint64_t>(descriptor.next_expected) -
         static_cast<std::uint64_t>(std::max<std::int64_t>(now_ms, 0)) + 999) /
        1000);
    return static_cast<std::uint32_t>(std::min<std::int64_t>(left_s, kMaxPictureAgeS));
}

CacheControl picture_cache_control(const Descriptor& descriptor, std::int64_t now_ms) noexcept {
    CacheControl out;
    out.append("public, max-age=");
    out.append(picture_max_age_s(descriptor, now_ms));
    out.append(", stale-while-revalidate=120, stale-if-error=600");
    return out;
}

CacheControl body_cache_control(const Descriptor& descriptor) noexcept {
    CacheControl out;
    if ((descriptor.flags & kFlagNoStore) != 0) {
        out.append(kNoStore);
        return out;
    }
    if (descriptor.max_age_s == 0) {
        out.append(kNoCache);
        return out;
    }
    out.append("public, max-age=");
    out.append(descriptor.max_age_s);
    if (descriptor.stale_while_revalidate_s != 0) {
        out.append(", stale-while-revalidate=");
        out.append(descriptor.stale_while_revalidate_s);
    }
    if ((descriptor.flags & kFlagImmutable) != 0) {
        out.append(", immutable");
    }
    return out;
}

}  // namespace livecam::http
