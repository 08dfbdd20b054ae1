// From libcurl's and HTTP's vocabulary to ours.
#pragma once

#include <curl/curl.h>

#include <cstdint>

#include "shared/reason.h"

namespace livecam::fetch {

/// Why we ended a transfer ourselves, when libcurl can only say that a callback did.
enum class Abort : std::uint8_t { kNone, kTooBig, kHop, kMultipart, kUnresolved };

/// How a transfer ended.
struct Ending {
    CURLcode code = CURLE_OK;
    long status = 0;  // of the last answer; 0: there was none
    long redirects = 0;
    long os_errno = 0;  // of a failed connect
    Abort abort = Abort::kNone;
    bool conditional = false;  // validators were sent: a 304 is an answer
};

/// kNone: there is an answer to look at, either a 304 or a body of status 200 or 203 (RFC 9110,
/// section 15.3.4). A status of 400 and above counts before anything that went wrong after it.
Reason reason_of(const Ending& ending) noexcept;

}  // namespace livecam::fetch
