// From a document to a Config with every default in place.
#pragma once

#include "sidecar/config/config.h"
#include "sidecar/config/json.h"

namespace livecam::config {

/// Reads what has the right type and a good value and leaves the default elsewhere, so that the
/// rules over several settings can be checked beside the schema's. Groups and cameras keep their
/// indexes: a broken one is there with empty fields.
Config build(const Json& document);

}  // namespace livecam::config
