#include "sidecar/app/html_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stop_token>
#include <utility>

#include "sidecar/ops/log.h"

namespace livecam::app {
namespace {

constexpr int kTickMs = 200;  // a stop waits no longer
constexpr int kQuietMs = 50;  // editors write, rename and delete in one go
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

bool readable(int fd, int timeout_ms) {
    pollfd wanted{fd, POLLIN, 0};
    return ::poll(&wanted, 1, timeout_ms) > 0;
}

void drain(int fd) {
    alignas(inotify_event) char events[4096];
    while (::read(fd, events, sizeof(events)) > 0) {
    }
}

void watch(int fd, const std::string& directory) {
    if (::inotify_add_watch(fd, directory.c_str(), kEvents) < 0) {
        ops::error("--dev: " + directory + ": cannot be watched",
                   {{"error", std::strerror(errno)}});
    }
}

void run(const std::stop_token& stop, const std::string& directory,
         const std::function<void()>& changed) {
    const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) {
        ops::error("--dev: no inotify", {{"error", std::strerror(errno)}});
        return;
    }
    watch(fd, directory);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
        if (entry.is_directory(ignored)) {
            watch(fd, entry.path().string());
        }
    }
    while (!stop.stop_requested()) {
        if (!readable(fd, kTickMs)) {
            continue;
        }
        do {
            drain(fd);
        } while (readable(fd, kQuietMs));
        changed();
    }
    ::close(fd);
}

}  // namespace

HtmlWatch::HtmlWatch(const std::string& directory, std::function<void()> changed)
    : thread_([directory, changed = std::move(changed)](const std::stop_token& stop) {
          run(stop, directory, changed);
      }) {}

}  // namespace livecam::app
