// The formats of the settings in reach.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sidecar/config/json.h"

namespace livecam::config {

/// What a "tls" has to be.
std::string tls_expectation();

/// As check_format(); nullopt if `format` is none of these.
std::optional<std::string> check_reach_format(std::string_view format, const Json& value);

}  // namespace livecam::config
