// How many descriptors livecamd may have open.
#pragma once

namespace livecam::app {

/// Raises the soft limit to the hard one: each transfer needs a socket, and each picture on its way
/// to the store a file.
void raise_open_files() noexcept;

}  // namespace livecam::app
