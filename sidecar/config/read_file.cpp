#include "sidecar/config/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace livecam::config {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

std::string cannot_open(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return "does not exist; give the path of a configuration file";
        case EACCES:
        case EPERM:
            return "may not be read by this user; change its permissions";
        default:
            return "cannot be opened: " + std::generic_category().message(error) +
                   "; give the path of a configuration file";
    }
}

}  // namespace

tl::expected<std::string, std::string> read_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) {
        return tl::unexpected(cannot_open(errno));
    }
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) {
        return tl::unexpected(cannot_open(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return tl::unexpected(std::string("is a directory; give the path of a file in it"));
    }
    if (!S_ISREG(info.st_mode)) {
        return tl::unexpected(std::string("is not a regular file; copy it into one"));
    }
    std::string text;
    char buffer[65536];
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return tl::unexpected("cannot be read: " + std::generic_category().message(errno) +
                                  "; check the disk");
        }
        if (got == 0) {
            return text;
        }
        text.append(buffer, static_cast<std::size_t>(got));
        if (text.size() > kMaxFileBytes) {
            return tl::unexpected(
                std::string("is larger than 16 MB; is it a configuration file at all?"));
        }
    }
}

}  // namespace livecam::config
