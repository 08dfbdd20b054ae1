// A value as it may stand in a problem: short, on one line, without secrets.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/config/json.h"

namespace livecam::config {

/// A string as a JSON string of at most 80 characters. Under the keys that hold addresses, and
/// wherever a text looks like one, secrets are masked (redact_url).
std::string quoted(std::string_view text, std::string_view key);

/// JSON text of at most 80 characters; "{…}" and "[…]" for what is not empty.
std::string value_text(const Json& value, std::string_view key);

/// The same for the value of a key that is not known: nobody can tell that it is no password, so a
/// string is shown as "…".
std::string unknown_value_text(const Json& value);

}  // namespace livecam::config
