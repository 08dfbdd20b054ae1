#include "sidecar/publish/tally.h"

#include <spdlog/fmt/fmt.h>

namespace livecam::publish {

std::string Tally::line(std::size_t live, std::size_t cameras) const {
    std::string text = fmt::format("{} changed, {} unchanged, {} failed, {} live of {} cameras",
                                   changed, unchanged, failed, live, cameras);
    if (dropped != 0) {
        text += fmt::format(", {} dropped because the store is full", dropped);
    }
    return text;
}

}  // namespace livecam::publish
