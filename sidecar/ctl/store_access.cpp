#include "sidecar/ctl/store_access.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

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

Expected<StoreWriter> open_writer(const std::string& store) {
    StoreOptions options;
    options.path = store;
    options.check_budget = false;
    return StoreWriter::open(options);
}

}  // namespace livecam::ctl
