// livecamctl, and what `livecamctl state` says.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/e2e/process.h"

namespace livecam::e2e {

Finished ctl(const std::string& store, std::vector<std::string> arguments);

/// Times are milliseconds since the epoch.
struct CameraStatus {
    std::string state, shown, reason, detail;
    std::uint64_t http_status = 0, failures = 0;
    std::int64_t changed_at = 0, captured_at = 0, checked_at = 0, next_expected = 0, next_due = 0;
};

/// By slug; empty while no livecamd answers.
std::map<std::string, CameraStatus> states(const std::string& store);

/// One camera's; empty if it is not there.
CameraStatus status_of(const std::string& store, const std::string& slug);

}  // namespace livecam::e2e
