// From text to a JSON document whose shape is safe to walk.
#pragma once

#include <string>
#include <string_view>

#include "sidecar/config/json.h"
#include "sidecar/config/load.h"

namespace livecam::config {

inline constexpr std::size_t kMaxDepth = 32;        // a good configuration has 5
inline constexpr std::size_t kMaxValues = 200'000;  // some 20,000 cameras

/// Strict RFC 8259 JSON in UTF-8 (a byte order mark is skipped). Returns what is wrong with it,
/// with line and column; empty if nothing. Recursion-free, whatever the nesting.
Problems parse_json(std::string_view text, Document& out);

/// Keys given twice in one object. A document that is nested deeper than kMaxDepth or holds more
/// than kMaxValues gives one problem saying so and sets `*unsafe`: do not walk it further.
Problems check_structure(const Json& document, bool* unsafe);

}  // namespace livecam::config
