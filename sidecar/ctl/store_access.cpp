#include "sidecar/ctl/store_access.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "shared/layout.h"
#include "shared/store_budget.h"

namespace livecam::ctl {

int say(const std::string& message) {
    std::fprintf(stderr, "livecamctl: %s\n", message.c_str());
    return 1;
}

uid_t owner_of(const std::string& store) {
    struct stat status;
    return ::stat(store.c_str(), &status) == 0 ? status.st_uid : ::geteuid();
}

bool open_reader(const std::string& store, StoreReader& reader) {
    // The time only paces retries, and there are none here.
    if (reader.refresh(1)) {
        return true;
    }
    std::string message = "store " + store + " " + std::string(to_string(reader.error()));
    if (reader.error() == AttachError::kSystem) {
        message += std::string(": ") + std::strerror(reader.error_number());
    }
    say(message);
    return false;
}

std::optional<std::uint64_t> average_image(const std::string& store) {
    StoreReader reader{store.c_str(), owner_of(store)};
    if (!reader.refresh(1)) {
        return std::nullopt;
    }
    std::uint64_t bytes = 0;
    std::uint64_t pictures = 0;
    for (std::uint32_t entry = 0; entry < reader.index().entry_count(); ++entry) {
        Descriptor descriptor;
        if (reader.index().read(entry, descriptor) && descriptor.has_picture()) {
            bytes += descriptor.frames[0].length;
            ++pictures;
        }
    }
    return pictures > 0 ? std::optional{bytes / pictures} : std::nullopt;
}

std::uint64_t store_bytes(const std::string& store) {
    const Fd directory{::open(store.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    const Fd frames{directory ? ::openat(directory.get(), layout::kFramesName,
                                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                              : -1};
    return frames ? held_bytes(directory.get(), frames.get()) : 0;
}

Expected<StoreWriter> open_writer(const std::string& store) {
    StoreOptions options;
    options.path = store;
    options.check_budget = false;
    return StoreWriter::open(options);
}

}  // namespace livecam::ctl
