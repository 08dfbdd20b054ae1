// A libcurl multi handle driven by epoll: which sockets to watch and when to call is libcurl's
// decision (curl_multi_socket_action(3)), waiting is ours. One thread uses it; others may wake()
// it.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <optional>

#include "shared/fd.h"
#include "sidecar/fetch/schedule.h"

namespace livecam::fetch {

class MultiLoop {
  public:
    /// An ended transfer, already removed from the multi handle.
    using Finished = std::function<void(CURL*, CURLcode)>;

    /// Throws std::system_error or std::bad_alloc.
    explicit MultiLoop(Finished finished);
    ~MultiLoop();
    MultiLoop(const MultiLoop&) = delete;
    MultiLoop& operator=(const MultiLoop&) = delete;

    /// Connections to one host (idle ones too), and idle connections kept in all.
    void set_limits(long per_host, long kept);

    void add(CURL* easy);
    /// Ends a transfer that has not ended; `finished` is not called for it.
    void remove(CURL* easy);

    /// Waits for something to do, at most until `until`, lets libcurl work, and reports what ended.
    void run_once(std::optional<Instant> until);

    /// Makes a run_once() that waits, or the next one, return. From any thread.
    void wake() noexcept;

  private:
    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
    static int on_timer(CURLM*, long timeout_ms, void* self);

    void watch(int fd, std::uint32_t events);
    void report();

    Finished finished_;
    Fd epoll_;
    Fd wake_;
    std::optional<Instant> timer_;
    CURLM* multi_;
};

}  // namespace livecam::fetch
