// A certificate for nginx in a test: made on the spot, signed by itself, good for a day.
#pragma once

#include <string>

namespace livecam::e2e {

struct Certificate {
    std::string certificate;  // PEM files
    std::string key;
};

/// For 127.0.0.1 and localhost, in `directory`. Throws with openssl's words if it cannot be made.
Certificate make_certificate(const std::string& directory);

}  // namespace livecam::e2e
