#include "sidecar/feeds/stids.h"

#include <cctype>

namespace livecam::feeds {

std::string stid_of(const config::Camera& camera) {
    std::string stid;
    for (const char c : camera.synoptic_stid) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_') {
            stid += static_cast<char>(std::toupper(byte));
        } else if (c != ' ') {
            return {};
        }
    }
    return stid;
}

std::set<std::string> stids_of(const config::Config& config) {
    std::set<std::string> stids;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (const std::string stid = stid_of(camera); camera.enabled && !stid.empty()) {
                stids.insert(stid);
            }
        }
    }
    return stids;
}

}  // namespace livecam::feeds
