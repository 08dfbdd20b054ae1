#include "tests/kill/snapshot.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "shared/fd.h"

namespace livecam::kill_points {
namespace {

mode_t mode_of(const std::string& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 07777;
}

void require(bool done, const std::string& path) {
    if (!done) {
        std::perror(("kill points: cannot prepare " + path).c_str());
        std::exit(2);
    }
}

}  // namespace

Snapshot Snapshot::take(const std::string& path) {
    Snapshot snapshot;
    snapshot.mode_ = mode_of(path);
    for (const auto& found : std::filesystem::recursive_directory_iterator(path)) {
        Item item;
        item.name = std::filesystem::relative(found.path(), path).string();
        item.mode = mode_of(found.path().string());
        item.directory = found.is_directory();
        if (!item.directory) {
            std::ifstream file(found.path(), std::ios::binary);
            item.content.assign(std::istreambuf_iterator<char>(file), {});
        }
        snapshot.items_.push_back(std::move(item));
    }
    return snapshot;
}

void Snapshot::restore(const std::string& path) const {
    std::filesystem::remove_all(path);
    require(::mkdir(path.c_str(), 0700) == 0 && ::chmod(path.c_str(), mode_) == 0, path);
    for (const Item& item : items_) {
        const std::string name = path + "/" + item.name;
        if (item.directory) {
            require(::mkdir(name.c_str(), 0700) == 0 && ::chmod(name.c_str(), item.mode) == 0,
                    name);
            continue;
        }
        const Fd file{::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        require(file && ::fchmod(file.get(), item.mode) == 0 &&
                    ::write(file.get(), item.content.data(), item.content.size()) ==
                        static_cast<ssize_t>(item.content.size()),
                name);
    }
}

}  // namespace livecam::kill_points
