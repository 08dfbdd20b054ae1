#include "sidecar/config/reach_check.h"

#include "sidecar/config/url.h"

namespace livecam::config {

Contradiction check_reach(const Camera& camera) {
    const Auth& auth = camera.reach.auth;
    const bool in_address = parse_url(camera.src).has_user_info;
    const bool in_settings = !auth.user.empty() || !auth.password.empty();
    if (in_settings && auth.user.empty()) {
        return {"auth", "has a password and no user; add \"user\""};
    }
    if (auth.user.find(':') != std::string::npos) {
        return {"auth",
                "has a colon in its user, which HTTP cannot tell from the password's; remove it"};
    }
    if (in_settings && in_address) {
        return {"auth", "gives a user, and so does the address; remove one"};
    }
    if (!auth.file.empty() && (in_settings || in_address)) {
        return {"credentials_file", std::string("gives a user, and so does ") +
                                        (in_settings ? "\"auth\"" : "the address") +
                                        "; remove one"};
    }
    return {};
}

}  // namespace livecam::config
