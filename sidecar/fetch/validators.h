// What an origin said about its picture, to be said back to it: conditional requests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace livecam::fetch {

/// Of the last good answer. `content` is the hash of the picture they belong to: should another
/// picture be the known one, they must not be used, or a 304 would confirm the wrong bytes.
struct Validators {
    std::string etag;           // as received, for If-None-Match
    std::string last_modified;  // as received, for If-Modified-Since
    std::uint64_t content = 0;

    bool usable_for(std::uint64_t known) const noexcept {
        return content != 0 && content == known && !(etag.empty() && last_modified.empty());
    }
};

/// `value` if it can be sent back in a request: visible ASCII and spaces, at most 1024 bytes; else
/// empty, and the origin is asked without this validator.
std::string repeatable(std::string_view value);

/// A date as HTTP writes it (RFC 9110, section 5.6.7) in ms since the epoch; 0 if it is none.
std::int64_t http_date_ms(const std::string& value);

/// When the picture was taken, by the origin's own Last-Modified: never later than `now_ms`; 0 if
/// it does not say.
std::int64_t captured_at(const std::string& last_modified, std::int64_t now_ms);

}  // namespace livecam::fetch
