#include <charconv>

#include "sidecar/config/lcc_live.h"

namespace livecam::config {
namespace {

/// Takes "/<number>" off the front; false if it is not there.
bool take_index(std::string_view& rest, std::size_t& index) {
    if (!rest.starts_with('/')) {
        return false;
    }
    const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), index);
    if (error != std::errc{}) {
        return false;
    }
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
}

}  // namespace

std::string Origin::pointer(const std::string& ours) const {
    constexpr std::string_view groups_prefix = "/groups";
    constexpr std::string_view cameras_prefix = "/cameras";
    std::string_view rest = ours;
    std::size_t index = 0;
    if (groups.empty() || !rest.starts_with(groups_prefix)) {
        return ours;
    }
    rest.remove_prefix(groups_prefix.size());
    if (!take_index(rest, index) || index >= groups.size()) {
        return ours;
    }
    const Group& group = groups[index];
    std::string out = '/' + group.key;
    if (rest.starts_with(cameras_prefix)) {
        std::string_view inside = rest.substr(cameras_prefix.size());
        if (take_index(inside, index)) {
            out += index == group.status ? "/status" : "/cameras/" + std::to_string(index);
            rest = inside == "/name" ? "/alt" : inside;
        }
    }
    return out.append(rest);
}

void Origin::restore_kinds(Config& config) const {
    for (std::size_t g = 0; g < groups.size() && g < config.groups.size(); ++g) {
        std::vector<Camera>& cameras = config.groups[g].cameras;
        for (std::size_t c = 0; c < groups[g].kinds.size() && c < cameras.size(); ++c) {
            if (!groups[g].kinds[c].empty()) {
                cameras[c].kind_name = groups[g].kinds[c];
            }
        }
    }
}

}  // namespace livecam::config
