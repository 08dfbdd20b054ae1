// The formats that conf/schema.json names livecam-*: one rule each.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/config/json.h"

namespace livecam::config {

/// What is wrong with a value of that format, with the remedy; empty if nothing, or if the value
/// has a type that the schema refuses anyway. `schema` supplies x-minimum and x-maximum.
std::string check_format(std::string_view format, const Json& value, const Json& schema);

/// "" if `name` is a time zone of this machine, else the rule.
std::string check_time_zone(std::string_view name);

}  // namespace livecam::config
