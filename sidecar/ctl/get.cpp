#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "shared/frame_file.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"

namespace livecam::ctl {
namespace {

/// A publish may take the frame away between the two steps; then there is a newer one.
constexpr int kTries = 4;

bool write_all(const std::vector<char>& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    return true;
}

}  // namespace

int get(const std::string& store, const std::string& path) {
    StoreReader reader{store.c_str(), owner_of(store)};
    if (!open_reader(store, reader)) {
        return 1;
    }
    const auto entry = reader.index().find(path);
    for (int i = 0; entry && i < kTries; ++i) {
        Descriptor descriptor;
        if (!reader.index().read(*entry, descriptor)) {
            break;
        }
        if (descriptor.frame_count == 0) {
            return say(path + " has no content");
        }
        const FrameRef& frame = descriptor.frames[0];
        const Fd fd = open_frame(reader.frames(), frame.serial, frame.length);
        if (!fd && errno == ENOENT) {
            continue;
        }
        std::vector<char> bytes(frame.length);
        if (!fd || ::pread(fd.get(), bytes.data(), bytes.size(), 0) !=
                       static_cast<ssize_t>(bytes.size())) {
            return say("cannot read the frame of " + path + ": " + std::strerror(errno));
        }
        return write_all(bytes) ? 0 : say(std::string("cannot write: ") + std::strerror(errno));
    }
    return say(store + " has no path " + path + "; see livecamctl list");
}

}  // namespace livecam::ctl
