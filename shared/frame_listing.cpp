#include "shared/frame_listing.h"

#include <dirent.h>
#include <fcntl.h>

#include "shared/frame_file.h"

namespace livecam {

std::vector<std::uint64_t> named_serials(int frames_dir) {
    std::vector<std::uint64_t> serials;
    const int copy = ::openat(frames_dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* directory = copy >= 0 ? ::fdopendir(copy) : nullptr;
    if (directory == nullptr) {
        return serials;
    }
    while (const dirent* found = ::readdir(directory)) {
        if (const std::uint64_t serial = frame_serial(found->d_name); serial != 0) {
            serials.push_back(serial);
        }
    }
    ::closedir(directory);
    return serials;
}

}  // namespace livecam
