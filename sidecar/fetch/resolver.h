// Names to addresses, by getaddrinfo(3) in a bounded number of threads.
//
// libcurl's own resolver starts a thread for each lookup and, when a transfer ends before its
// lookup, either waits for that thread (and stops all transfers of a fetch thread meanwhile) or
// detaches it. Here a lookup that does not end holds one of kMaxThreads threads and the cameras of
// that one name, whose attempts end at their deadline; nobody else notices.
//
// An answer is used for kFresh, and for kStale more while it is asked for again: a name server that
// is away for a while takes no camera down. Failures are not kept.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace livecam::fetch {

/// What a lookup found: addresses as text, or why there are none.
struct Resolved {
    std::vector<std::string> addresses;
    std::string error;
};

/// getaddrinfo(3): IPv4 and IPv6, in the order the system prefers.
Resolved look_up(const std::string& host);

class Resolver {
  public:
    static constexpr std::size_t kMaxThreads = 16;
    static constexpr std::chrono::seconds kFresh{60};
    static constexpr std::chrono::minutes kStale{10};

    using Clock = std::chrono::steady_clock;
    using Lookup = std::function<Resolved(const std::string&)>;
    /// Called on a resolver thread when a lookup ends, whoever asked for it. It must not throw.
    using Done = std::function<void(const std::string& host, const Resolved&)>;

    explicit Resolver(Lookup lookup = look_up) : lookup_(std::move(lookup)) {}
    ~Resolver() { stop(); }
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// The addresses of `host`, or nothing: then `done` is called once. One lookup serves all who
    /// wait for the same name.
    std::vector<std::string> find(const std::string& host, Clock::time_point now, Done done);

    /// Ends the threads: lookups under way are cancelled (pthread_cancel(3); getaddrinfo(3) waits
    /// in poll(2), which is a cancellation point). No `done` is called afterwards.
    void stop();

    struct Counts {
        std::uint64_t lookups = 0;  // begun since the start
        std::size_t threads = 0;    // never more than kMaxThreads
        std::size_t busy = 0;       // in a lookup
        std::size_t waiting = 0;    // names for which no thread is free
    };
    Counts counts() const;

  private:
    struct Name {
        std::vector<std::string> addresses;
        Clock::time_point found_at{};
        bool under_way = false;
        std::vector<Done> waiting;
    };

    void ask(const std::string& host, Name& name);
    void run();
    Resolved cancellable(const std::string& host) const;
    void forget_old(Clock::time_point now);

    const Lookup lookup_;
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::unordered_map<std::string, Name> names_;
    std::deque<std::string> queue_;
    std::vector<std::thread> threads_;
    std::size_t busy_ = 0;
    std::uint64_t lookups_ = 0;
    bool stopping_ = false;
};

}  // namespace livecam::fetch
