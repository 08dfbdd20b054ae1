#include "sidecar/fetch/multi_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <system_error>

namespace livecam::fetch {
namespace {

Fd checked(int fd, const char* what) {
    if (fd < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return Fd(fd);
}

/// Rounded up: waking a moment too early would mean spinning until the moment has come.
int wait_ms(std::optional<Instant> until) {
    if (!until) {
        return -1;
    }
    const auto left = std::chrono::ceil<milliseconds>(*until - Clock::now()).count();
    return static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000));
}

}  // namespace

MultiLoop::MultiLoop(Finished finished)
    : finished_(std::move(finished)),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      multi_(curl_multi_init()) {
    if (multi_ == nullptr) {
        throw std::bad_alloc();
    }
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &MultiLoop::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &MultiLoop::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, static_cast<void*>(this));
    watch(wake_.get(), EPOLLIN);
}

MultiLoop::~MultiLoop() {
    curl_multi_cleanup(multi_);
}

void MultiLoop::set_limits(long per_host, long kept) {
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kept);
}

void MultiLoop::add(CURL* easy) {
    curl_multi_add_handle(multi_, easy);
}

void MultiLoop::remove(CURL* easy) {
    curl_multi_remove_handle(multi_, easy);
}

void MultiLoop::run_once(std::optional<Instant> until) {
    if (timer_ && (!until || *timer_ < *until)) {
        until = timer_;
    }
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(epoll_.get(), events.data(), events.size(), wait_ms(until));
    int running = 0;
    for (int i = 0; i < count; ++i) {
        const int fd = events[i].data.fd;
        const std::uint32_t seen = events[i].events;
        if (fd == wake_.get()) {
            eventfd_t ignored = 0;
            eventfd_read(fd, &ignored);
            continue;
        }
        // Errors are found by whoever reads or writes; libcurl then knows their errno.
        const bool in = (seen & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
        const bool out = (seen & (EPOLLOUT | EPOLLERR)) != 0;
        curl_multi_socket_action(
            multi_, fd, (in ? CURL_CSELECT_IN : 0) | (out ? CURL_CSELECT_OUT : 0), &running);
    }
    if (timer_ && Clock::now() >= *timer_) {
        timer_.reset();
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    report();
}

void MultiLoop::report() {
    int queued = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &queued)) {
        if (message->msg == CURLMSG_DONE) {
            CURL* const easy = message->easy_handle;
            const CURLcode code = message->data.result;
            curl_multi_remove_handle(multi_, easy);  // also ends the life of *message
            finished_(easy, code);
        }
    }
}

void MultiLoop::wake() noexcept {
    eventfd_write(wake_.get(), 1);
}

void MultiLoop::watch(int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT) {
        epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
    }
}

int MultiLoop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    auto& loop = *static_cast<MultiLoop*>(self);
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(loop.epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
        return 0;
    }
    loop.watch(socket, ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) |
                           ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u));
    return 0;
}

int MultiLoop::on_timer(CURLM*, long timeout_ms, void* self) {
    auto& timer = static_cast<MultiLoop*>(self)->timer_;
    timer = timeout_ms < 0 ? std::nullopt : std::optional(Clock::now() + milliseconds(timeout_ms));
    return 0;
}

}  // namespace livecam::fetch
