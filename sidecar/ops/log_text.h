// One event of the log as one line of text or JSON. Whatever a field or a message holds, it can
// neither end the line, nor look like another field, nor move a terminal's cursor.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sidecar/ops/field.h"

namespace livecam::ops {

/// As in RFC 5424 (section 6.2.1), which is what systemd reads from "<N>" (sd-daemon(3)).
enum class Severity { kCritical = 2, kError = 3, kWarning = 4, kInfo = 6, kDebug = 7 };

struct Event {
    Severity severity = Severity::kInfo;
    std::chrono::system_clock::time_point time{};
    std::string_view message;
    const Fields& fields;
};

/// `camera fails camera=mole reason=timeout failures=3 detail="no answer: 5000 ms"`: values of
/// other characters than [A-Za-z0-9._:/@+-] in quotes, escaped as in JSON.
std::string text_of(const Event& event);

/// With time and level before it: `2026-11-24T19:21:47.123Z livecamd warning: …`.
std::string stamped_text_of(const Event& event);

/// `{"time":"…","level":"warning","message":"camera fails","camera":"mole",…}`
std::string json_of(const Event& event);

}  // namespace livecam::ops
