// A client of server-sent events, as a browser's EventSource is one (WHATWG HTML, 9.2): it
// reconnects by itself, with the last event's id. Over libcurl, in a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/http.h"

namespace livecam::e2e {

struct Event {
    std::string type = "message";
    std::string data;
    std::string id;  // the last id there was, this event's included
};

struct EventStreamOptions {
    std::string last_event_id{};
    Version version = Version::kHttp1;
    bool reconnect = true;
};

class EventStream {
  public:
    explicit EventStream(std::string url, EventStreamOptions options = {});
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// True as soon as `condition(events so far)` is; false after `limit`.
    bool wait(const std::function<bool(const std::vector<Event>&)>& condition,
              std::chrono::milliseconds limit = std::chrono::seconds(30));
    std::vector<Event> events() const;

    int connections() const { return connections_; }
    long status() const { return status_; }  // of the last answer
    int comments() const { return comments_; }
    int retry_ms() const { return retry_ms_; }
    std::string last_event_id() const;

    /// Camera → image, from all events: what a wall would show now.
    std::map<std::string, std::string> images() const;

  private:
    void run();
    void take_line(std::string line);
    static std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* self);

    const std::string url_;
    const EventStreamOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Event> events_;
    std::string last_event_id_;
    std::string id_buffer_;
    Event event_;
    std::string rest_;  // of a line
    std::atomic<int> connections_{0};
    std::atomic<long> status_{0};
    std::atomic<int> comments_{0};
    std::atomic<int> retry_ms_{100};
    std::atomic<bool> stopping_{false};
    void* multi_;
    std::thread thread_;  // last
};

}  // namespace livecam::e2e
