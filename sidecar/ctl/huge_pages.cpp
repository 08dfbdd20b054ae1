#include "sidecar/ctl/huge_pages.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>

#include "shared/fd.h"

namespace livecam::ctl {
namespace {

constexpr char kSetting[] = "/sys/kernel/mm/transparent_hugepage/shmem_enabled";

/// The options of the file system with this device, from proc(5)'s mountinfo: those after " - ".
std::string mount_options(dev_t device) {
    const std::string wanted =
        std::to_string(::major(device)) + ":" + std::to_string(::minor(device));
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        std::string id, parent, number;
        fields >> id >> parent >> number;
        if (number == wanted) {
            return line.substr(std::min(line.find(" - "), line.size()));
        }
    }
    return {};
}

/// The setting is "always within_size advise [never] deny force".
std::string setting() {
    std::ifstream file(kSetting);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = text.find('[');
    return begin == std::string::npos ? "" : text.substr(begin + 1, text.find(']') - begin - 1);
}

}  // namespace

bool huge_pages_possible() {
    // glibc 2.36 has no wrappers that C++ can include beside <sys/mount.h>.
    const Fd context{static_cast<int>(::syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC))};
    if (!context) {
        return ::access(kSetting, F_OK) == 0;
    }
    return ::syscall(SYS_fsconfig, context.get(), FSCONFIG_SET_STRING, "huge", "within_size", 0) ==
           0;
}

std::optional<std::string> huge_pages_advice(const std::string& store) {
    struct stat status;
    if (!huge_pages_possible() || ::stat(store.c_str(), &status) != 0) {
        return std::nullopt;
    }
    const std::string options = mount_options(status.st_dev);
    const std::string now = setting();
    if (now == "deny") {
        return std::string(kSetting) +
               " is \"deny\", so that no tmpfs has huge pages: echo never > it";
    }
    if (now == "force" || options.find("huge=") != std::string::npos) {
        return std::nullopt;
    }
    return store +
           ": huge pages would publish faster: huge=within_size among the options of its "
           "own mount, as livecamctl plan prints them";
}

}  // namespace livecam::ctl
