// The documents livecamd answers over the control socket.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sidecar/publish/publisher.h"

namespace livecam::control {

/// {"version", "pid", counters of the store, "cameras": [{camera, state, reason, detail,
/// times, period, failures}]}. On the publisher's thread.
std::string state_json(const publish::Publisher& publisher, const fetch::Pool* pool = nullptr);

/// {"ok": true, "notes": […]} or {"ok": false, "errors": […]}.
std::string verdict_json(bool ok, const std::vector<std::string>& lines);

std::string error_json(std::string_view message);

}  // namespace livecam::control
