#include "tests/e2e/damage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "shared/fd.h"

namespace livecam::e2e {
namespace {

namespace fs = std::filesystem;

void must(bool done, const std::string& what) {
    if (!done) {
        throw std::runtime_error("cannot damage: " + what);
    }
}

void garble(const std::string& path) {
    const std::string garbage(fs::file_size(path), '\x5A');
    const Fd fd{::open(path.c_str(), O_WRONLY)};
    must(::pwrite(fd.get(), garbage.data(), garbage.size(), 0) ==
             static_cast<ssize_t>(garbage.size()),
         path);
}

}  // namespace

std::vector<Damage> damages(const std::string& secret) {
    std::vector<Damage> all = {
        {"truncated to nothing", [](const auto& p) { must(::truncate(p.c_str(), 0) == 0, p); }},
        {"truncated to half",
         [](const auto& p) {
             must(::truncate(p.c_str(), static_cast<off_t>(fs::file_size(p) / 2)) == 0, p);
         }},
        {"deleted", [](const auto& p) { must(fs::remove(p), p); }},
        {"a directory",
         [](const auto& p) {
             fs::remove(p);
             must(::mkdir(p.c_str(), 0755) == 0, p);
         }},
        {"a FIFO",
         [](const auto& p) {
             fs::remove(p);
             must(::mkfifo(p.c_str(), 0644) == 0, p);
         }},
        {"a symlink",
         [secret](const auto& p) {
             fs::remove(p);
             fs::create_symlink(secret, p);
         }},
        {"garbage", garble},
    };
    if (::geteuid() == 0) {
        all.push_back({"a device", [](const auto& p) {
                           fs::remove(p);
                           // Without the right to make one, a container's root is no root.
                           if (::mknod(p.c_str(), S_IFCHR | 0644, ::makedev(1, 5)) != 0) {
                               must(errno == EPERM, p);
                           }
                       }});
    }
    return all;
}

}  // namespace livecam::e2e
