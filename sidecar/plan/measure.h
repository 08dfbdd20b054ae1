// How large the pages of a configuration are: rendered and compressed, as livecamd would at its
// start.
#pragma once

#include "shared/error.h"
#include "sidecar/config/config.h"
#include "sidecar/pages/snapshot.h"
#include "sidecar/plan/plan.h"

namespace livecam::plan {

/// Every camera with a picture.
pages::Snapshot full_wall(const config::Config& config);

/// The question for this configuration, but for what only the caller knows: image_bytes, workers,
/// slow clients, tmpfs. Fails like a start if the pages cannot be rendered.
Expected<Question> measure(const config::Config& config);

}  // namespace livecam::plan
