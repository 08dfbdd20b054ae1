// From what valijson reports to a sentence with a remedy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sidecar/config/json.h"
#include "sidecar/config/load.h"

namespace livecam::config {

/// Adds the problem that valijson describes at `keys` (member names and indexes from the root).
/// Nothing is added for reports that only say that something deeper failed.
void add_schema_problem(const Json& document, const std::vector<std::string>& keys,
                        std::string_view description, Problems& problems);

/// "must be an integer from 0 to 3", from a value's schema.
std::string expectation(const Json& schema);

}  // namespace livecam::config
