// The two halves of the store's benchmark.
#pragma once

#include <string>
#include <vector>

#include "shared/store_writer.h"
#include "tests/bench/options.h"

namespace livecam::bench {

/// A writer for a new store in `directory`, with room for so many paths. Throws if there is none.
StoreWriter open_store(const std::string& directory, std::uint32_t entries);

/// Where stores are made: the kind of pages, and a directory on a tmpfs that has them.
struct Directory {
    std::string pages;
    std::string path;
};
using Directories = std::vector<Directory>;

/// publish/<size>/<pages>, hash/<size>: from bytes in memory to a picture that readers see.
void register_publish(const Directories& directories, const Options& options);

/// descriptor read, lookup/<entries>/<pages>: what a worker does for a request before it sends.
void register_read(const Directories& directories, const Options& options);

}  // namespace livecam::bench
