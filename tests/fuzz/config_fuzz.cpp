// Any bytes as a configuration: never a crash, never an exception, never a line that is no line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "sidecar/config/load.h"
#include "sidecar/config/text.h"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// What the rest of livecamd relies on.
void check(const livecam::config::Config& config) {
    std::set<std::string_view> slugs, ids, groups;
    require(!config.groups.empty());
    for (const auto& group : config.groups) {
        require(!group.id.empty() && groups.insert(group.id).second);
        for (const auto& camera : group.cameras) {
            require(!camera.slug.empty() && slugs.insert(camera.slug).second);
            require(!camera.id.empty() && ids.insert(camera.id).second);
            require(camera.src.starts_with('h') || camera.src.starts_with('H'));
            require(camera.interval.count() >= 200);
        }
    }
}

void check(const livecam::config::Problem& problem) {
    const std::string line = problem.line();
    require(!problem.rule.empty());
    require(!livecam::config::find_invalid(line));
    require(line.find_first_of("\n\r\x1b") == std::string::npos);
    require(problem.value.size() < 700);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result =
        livecam::config::parse({reinterpret_cast<const char*>(data), size}, "fuzz.json");
    if (result) {
        check(*result);
    } else {
        require(!result.error().empty());
        for (const auto& problem : result.error()) {
            check(problem);
        }
    }
    return 0;
}
