// From a camera's name to the part of its address that people see.
#pragma once

#include <string>
#include <string_view>

namespace livecam::config {

/// lcc.live's rule, so that its addresses stay valid: lower case; runs of white space and
/// underscores become "-"; everything outside [a-z0-9-] goes; runs of "-" become one; "-" at either
/// end goes. "6200 @ 3000 E" is "6200-3000-e". Empty when nothing is left.
std::string slug_of(std::string_view name);

}  // namespace livecam::config
