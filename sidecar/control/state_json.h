// The documents livecamd answers over the control socket.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sidecar/publish/publisher.h"

namespace livecam::control {

/// What the answer is made of, beside the publisher's.
struct Sources {
    const fetch::Pool& pool;
    const ops::Metrics& metrics;
    std::string config;               // the file, absolute
    std::int64_t config_read_at = 0;  // ms since the epoch: the one in force
};

/// {"version", "pid", "config", counters of the store, "cameras": [{camera, state, reason, detail,
/// times, period, failures, p50_ms, p99_ms}]}. On the publisher's thread.
std::string state_json(const publish::Publisher& publisher, const Sources& sources);

/// {"ok": true, "notes": […]} or {"ok": false, "errors": […]}.
std::string verdict_json(bool ok, const std::vector<std::string>& lines);

std::string error_json(std::string_view message);

}  // namespace livecam::control
