#include "sidecar/publish/store_options.h"

namespace livecam::publish {

StoreOptions store_options(const config::Config& config) {
    StoreOptions options;
    options.path = config.store.path;
    options.max_bytes = config.store.max_bytes;
    options.keep = config.store.keep;
    // Picture, stream, page, JSON, embedded page and three legacy addresses for each camera; five
    // bodies for each group; and as much again, so that a reload rarely has to replace the index.
    std::uint64_t paths = 64;
    std::uint64_t bytes = 4096;
    for (const config::Group& group : config.groups) {
        paths += 5;
        for (const config::Camera& camera : group.cameras) {
            paths += 8;
            bytes += 5 * (16 + camera.slug.size()) + 3 * (16 + camera.id.size());
        }
    }
    options.entries = static_cast<std::uint32_t>(paths * 2);
    options.key_bytes = bytes * 2;
    return options;
}

}  // namespace livecam::publish
