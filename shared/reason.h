// Why a camera's last attempt failed. The number is part of the store's layout (descriptor word 0):
// append only, never renumber.
#pragma once

#include <cstdint>
#include <string_view>

namespace livecam {

enum class Reason : std::uint16_t {
    kNone = 0,  // the last attempt succeeded, or none has ended yet
    kTimeout,
    kDns,
    kRefused,
    kReset,
    kTls,
    kRedirect,  // too many hops, or a hop that is not http or https
    kUnauthorized,
    kForbidden,
    kNotFound,
    kGone,
    kTooManyRequests,
    kHttpError,    // any other 4xx or an unexpected status
    kServerError,  // 5xx
    kShortBody,    // fewer bytes than announced
    kWrongType,    // not a picture at all: HTML, SVG, text, empty
    kInvalid,      // begins like a picture and is broken or cut off
    kTooBig,       // more than fetch.max_image_bytes, or dimensions over the limit
    kStoreFull,    // fetched well, and the store had no room for it
    kNetwork,      // anything else libcurl reports
    kUnavailable,  // the camera's own picture for "no picture", by unavailable_hashes
};

inline constexpr std::uint16_t kReasonCount = 21;

/// The reason as it is written in logs, JSON and metrics; "unknown" for a number of a later layout.
constexpr std::string_view to_string(Reason reason) noexcept {
    constexpr std::string_view names[kReasonCount] = {
        "none",       "timeout",      "dns",         "refused",    "reset",   "tls",
        "redirect",   "unauthorized", "forbidden",   "not_found",  "gone",    "too_many_requests",
        "http_error", "server_error", "short_body",  "wrong_type", "invalid", "too_big",
        "store_full", "network",      "unavailable",
    };
    const auto index = static_cast<std::uint16_t>(reason);
    return index < kReasonCount ? names[index] : std::string_view{"unknown"};
}

}  // namespace livecam
