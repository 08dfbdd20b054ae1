// How large a store a configuration gets.
#pragma once

#include "shared/store_writer.h"
#include "sidecar/config/config.h"

namespace livecam::publish {

/// Room for twice the paths of this wall, so that a reload rarely has to replace the index.
StoreOptions store_options(const config::Config& config);

}  // namespace livecam::publish
