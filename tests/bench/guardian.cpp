#include "tests/bench/guardian.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <sstream>
#include <thread>

namespace livecam::bench {
namespace {

/// Until the other end of the pipe is closed, which only its owner's death does.
std::string read_all(int fd) {
    std::string text;
    char bytes[512];
    for (ssize_t n = 0; (n = ::read(fd, bytes, sizeof bytes)) != 0;) {
        text.append(bytes, n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return text;
}

[[noreturn]] void guard(int fd) {
    ::setsid();  // Ctrl-C is not for this one
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        ::signal(number, SIG_IGN);
    }
    const int null = ::open("/dev/null", O_RDWR);
    for (const int standard : {0, 1, 2}) {
        ::dup2(null, standard);
    }
    std::istringstream paths(read_all(fd));
    for (std::string path; std::getline(paths, path);) {
        std::error_code failure;
        std::filesystem::remove_all(path, failure);
        // A server that is about to end may still make a file.
        for (int tries = 0; std::filesystem::exists(path, failure) && tries < 30; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            std::filesystem::remove_all(path, failure);
        }
    }
    ::_exit(0);
}

/// Where paths are written to; -1 if no guardian could be started.
int start() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return -1;
    }
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::close(ends[1]);
        guard(ends[0]);
    }
    ::close(ends[0]);
    return pid > 0 ? ends[1] : -1;
}

}  // namespace

void remove_after_us(const std::string& path) {
    static const int guardian = start();
    const std::string line = path + "\n";
    static_cast<void>(!::write(guardian, line.data(), line.size()));
}

}  // namespace livecam::bench
