// bench_store: what the store costs its writer and its readers. The targets are for one process
// with nobody else at work.
#include "tests/bench/store_bench.h"

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "tests/bench/private_tmpfs.h"
#include "tests/bench/table.h"

namespace livecam::bench {

StoreWriter open_store(const std::string& directory, std::uint32_t entries) {
    StoreOptions options;
    options.path = directory + "/store";
    options.entries = entries;
    options.key_bytes = std::uint64_t{entries} * 32;
    auto writer = StoreWriter::open(options);
    if (!writer) {
        throw std::runtime_error(writer.error().message);
    }
    return std::move(*writer);
}

namespace {

/// A tmpfs of our own of each kind, because the machine's /dev/shm may be small, or set to huge
/// pages already.
Directories mount_directories() {
    constexpr const char* kinds[] = {"huge=never", "huge=within_size"};
    const std::string base = make_directory("/dev/shm");
    Directories directories;
    for (const std::string kind : kinds) {
        const std::string path = make_directory(base);
        std::string reason;
        if (mount_private_tmpfs(path, "size=400m,mode=0700," + kind, reason)) {
            directories.push_back({kind, path});
        } else {
            note("NOT MEASURED: a tmpfs with " + kind + " (" + reason + ")");
        }
    }
    if (directories.empty()) {
        directories.push_back({"/dev/shm", base});
    }
    return directories;
}

}  // namespace
}  // namespace livecam::bench

int main(int argc, char** argv) {
    using namespace livecam::bench;
    Options options;
    if (!parse(argc, argv, options)) {
        return 2;
    }
    try {
        const Directories directories = mount_directories();
        register_publish(directories, options);
        register_read(directories, options);
        return run(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_store: %s\n", error.what());
        return 1;
    }
}
