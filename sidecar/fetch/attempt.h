// What a fetch thread tells the rest of livecamd: one finished attempt at one camera.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "shared/descriptor.h"
#include "shared/frame_draft.h"
#include "shared/reason.h"

namespace livecam::fetch {

enum class Outcome : std::uint8_t {
    kChanged,    // `draft` holds a complete new picture
    kUnchanged,  // the origin answered, and the picture is the known one
    kFailed,     // `reason` says why; the last good picture stays
};

/// Times are milliseconds since the epoch, unless they are spans.
struct Attempt {
    std::string slug;
    std::uint64_t source = 0;  // source_version() of the camera that was asked
    Outcome outcome = Outcome::kFailed;
    Reason reason = Reason::kNone;
    int http_status = 0;  // of the origin's last answer; 0: there was none
    std::string detail;   // of a failure: one line for the log, without credentials
    std::int64_t started_at = 0;
    std::int64_t finished_at = 0;
    std::int64_t next_due_at = 0;  // when this camera is asked again
    std::int64_t interval_ms = 0;  // at which it is asked now, apart from back-off and jitter
    std::int64_t period_ms = 0;    // its rhythm, if the interval is learned; 0: not known
    std::int64_t late_ms = 0;      // from when it was due to its first request, waiting included
    std::int64_t waited_ms = 0;    // of it: how long it was held back by fetch.per_host
    std::uint64_t received = 0;    // bytes of body
    FrameDraft draft;              // kChanged only, as is `frame`
    FrameRef frame;                // all but the serial
    bool is_document = false;      // of a Document: `slug` is its name
    std::string document;          // its body, kChanged only, instead of a draft
};

/// Called by the fetch threads, several at once. It must not throw, and should not block for long:
/// meanwhile this thread's transfers stand still.
using Sink = std::function<void(Attempt&&)>;

}  // namespace livecam::fetch
