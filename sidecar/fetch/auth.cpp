#include "sidecar/fetch/auth.h"

namespace livecam::fetch {

unsigned long AuthMemory::schemes(config::AuthScheme wanted) const noexcept {
    switch (wanted) {
        case config::AuthScheme::kBasic:
            return CURLAUTH_BASIC;
        case config::AuthScheme::kDigest:
            return CURLAUTH_DIGEST;
        case config::AuthScheme::kAny:
            break;
    }
    return taken_ != static_cast<long>(CURLAUTH_NONE) ? static_cast<unsigned long>(taken_)
                                                      : CURLAUTH_BASIC | CURLAUTH_DIGEST;
}

void AuthMemory::learn(config::AuthScheme wanted, long status, long offered) noexcept {
    if (status == 401) {
        *this = AuthMemory();
        return;
    }
    if (status == 0 || offered == 0) {
        return;  // no answer, or one to the credentials that were sent unasked
    }
    const long usable = offered & static_cast<long>(AuthMemory().schemes(wanted));
    if ((usable & static_cast<long>(CURLAUTH_DIGEST)) != 0) {
        taken_ = static_cast<long>(CURLAUTH_DIGEST);
        has_nonce_ = true;
    } else if ((usable & static_cast<long>(CURLAUTH_BASIC)) != 0) {
        taken_ = static_cast<long>(CURLAUTH_BASIC);
    }
}

}  // namespace livecam::fetch
