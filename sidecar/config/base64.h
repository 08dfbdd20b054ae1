// Standard base64 with padding (RFC 4648 section 4): the form of lcc.live's camera ids.
#pragma once

#include <string>
#include <string_view>

namespace livecam::config {

std::string base64(std::string_view bytes);

}  // namespace livecam::config
