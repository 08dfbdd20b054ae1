// Which scheme a camera's credentials are sent with, and when a nonce is used again.
//
// libcurl keeps a Digest nonce in the easy handle and counts its uses (RFC 7616, section 3.3): as
// long as a camera's handle is kept, no request is answered by a 401 first. With two schemes
// allowed libcurl asks without credentials each time, so the one that was taken is remembered.
#pragma once

#include <curl/curl.h>

#include "sidecar/config/reach.h"

namespace livecam::fetch {

class AuthMemory {
  public:
    /// For CURLOPT_HTTPAUTH.
    unsigned long schemes(config::AuthScheme wanted) const noexcept;

    /// After an answer: its status, and what challenges before it offered
    /// (CURLINFO_HTTPAUTH_AVAIL; 0 if there was none).
    void learn(config::AuthScheme wanted, long status, long offered) noexcept;

    /// The handle holds a nonce that was accepted: worth keeping.
    bool has_nonce() const noexcept { return has_nonce_; }

  private:
    long taken_ = CURLAUTH_NONE;
    bool has_nonce_ = false;
};

}  // namespace livecam::fetch
