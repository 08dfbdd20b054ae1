// livecamctl's end of the control socket.
#pragma once

#include <string>
#include <string_view>

#include "shared/error.h"

namespace livecam::control {

/// Sends one request to the livecamd that holds `store` and returns its JSON answer. Fails if none
/// is running or it does not answer within `timeout_s` seconds.
Expected<std::string> ask(const std::string& store, std::string_view request, int timeout_s = 30);

}  // namespace livecam::control
