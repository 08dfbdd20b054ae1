#include "sidecar/ctl/doctor/process.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <sstream>
#include <string_view>

#include "shared/fd.h"

namespace livecam::ctl {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

std::string proc(pid_t pid, const char* name) {
    return "/proc/" + std::to_string(pid) + "/" + name;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

/// The line that begins so, without its beginning.
std::optional<std::string> line_after(const std::string& text, const std::string& begin) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(begin)) {
            return line.substr(begin.size());
        }
    }
    return std::nullopt;
}

}  // namespace

std::string read_small(const std::string& path) {
    const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    std::string text;
    char buffer[16 * 1024];
    for (ssize_t got = 0;
         fd && text.size() < kMaxBytes && (got = ::read(fd.get(), buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
}

std::string process_name(pid_t pid) {
    std::string name = read_small(proc(pid, "comm"));
    if (name.ends_with('\n')) {
        name.pop_back();
    }
    return name;
}

std::optional<uid_t> process_user(pid_t pid) {
    struct stat status;
    return ::stat(proc(pid, "").c_str(), &status) == 0 ? std::optional{status.st_uid}
                                                       : std::nullopt;
}

std::optional<std::uint64_t> open_files_limit(pid_t pid) {
    const auto line = line_after(read_small(proc(pid, "limits")), "Max open files");
    return line ? number(std::string_view(*line).substr(
                      std::min(line->size(), line->find_first_not_of(' '))))
                : std::nullopt;
}

bool runs_replaced_file(pid_t pid, const std::string& name) {
    std::istringstream lines(read_small(proc(pid, "maps")));
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with("/" + name + " (deleted)") && line.find(" r-xp ") != line.npos) {
            return true;
        }
    }
    return false;
}

std::optional<MemoryLimit> memory_limit(pid_t pid) {
    auto group = line_after(read_small(proc(pid, "cgroup")), "0::");
    std::optional<MemoryLimit> least;
    while (group && group->size() > 1) {
        const auto bytes = number(read_small("/sys/fs/cgroup" + *group + "/memory.max"));
        if (bytes && (!least || *bytes < least->bytes)) {
            least = {*bytes, *group};
        }
        group->resize(group->rfind('/'));
    }
    return least;
}

std::string environment_of(pid_t pid, const std::string& name) {
    const std::string all = read_small(proc(pid, "environ"));
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find('\0', begin), all.size());
        if (all.compare(begin, name.size() + 1, name + "=") == 0) {
            return all.substr(begin + name.size() + 1, end - begin - name.size() - 1);
        }
        begin = end + 1;
    }
    return {};
}

}  // namespace livecam::ctl
