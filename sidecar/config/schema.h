// The document against conf/schema.json, which is built in.
#pragma once

#include "sidecar/config/json.h"
#include "sidecar/config/load.h"

namespace livecam::config {

/// The parsed conf/schema.json.
const Json& schema_document();

/// What a part of it stands for: itself, or the definition that its "$ref" names.
const Json& resolve(const Json& schema);

/// The format that it states; null if none. valijson would read the value under "format" as a
/// string, so that values which may be objects have an "x-format".
const Json* format_in(const Json& schema);

/// Types, ranges, allowed values, required and unknown keys (through valijson), as problems without
/// a file name. Throws what valijson throws.
Problems check_schema(const Json& document);

/// Every string and size that has a "format" in the schema: durations, sizes, addresses, ids …
Problems check_formats(const Json& document);

}  // namespace livecam::config
