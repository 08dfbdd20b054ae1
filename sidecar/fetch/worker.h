// One fetch thread: the cameras of its origins, when each is due, and the transfers under way.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/fetch/attempt.h"
#include "sidecar/fetch/camera.h"
#include "sidecar/fetch/counters.h"
#include "sidecar/fetch/multi_loop.h"
#include "sidecar/fetch/origin_gate.h"
#include "sidecar/fetch/resolver.h"

namespace livecam::fetch {

/// All cameras, or all documents, of a thread from now on: those that are not in it are given up.
struct Assignment {
    std::optional<config::Fetch> settings;  // with cameras
    std::vector<Target> targets;

    bool of_documents() const noexcept { return !settings; }
};

/// What all fetch threads share. It must outlive them.
struct Surroundings {
    int frames_dir;
    const Sink& sink;
    Resolver& resolver;
    Counters& counters;
};

class Worker {
  public:
    /// Starts the thread "fetch-<number>". Resolver threads must have ended before it does.
    Worker(int number, const Surroundings& around);
    /// Stops and waits.
    ~Worker() = default;

    /// From any thread; assignments are taken in their order.
    void assign(Assignment assignment);
    /// Somebody looks at these cameras. From any thread; names of others are ignored.
    void looked(const std::vector<std::string>& slugs);
    /// Returns at once. Transfers under way are dropped without an attempt being reported.
    void request_stop() noexcept { thread_.request_stop(); }

    /// Moves on at least once a second, unless the thread is stuck. From any thread.
    std::uint64_t rounds() const noexcept { return rounds_.load(std::memory_order_relaxed); }

  private:
    /// From other threads.
    struct Inbox {
        std::vector<Assignment> assignments;
        std::vector<std::string> looked;
        std::vector<std::pair<std::string, Resolved>> resolved;
    };

    void run(const std::stop_token& stop, int number);
    Instant next_event() const;
    void take_inbox();
    void reconcile(Assignment assignment);
    void keep(Camera& camera, Target& target);
    void drop(Camera& camera);
    void set_limits();
    void look_at(Camera& camera, Instant now);

    // worker_attempt.cpp: the course of one attempt.
    void start_due(Instant now);
    void start_waiting(OriginGate& gate);
    void start(Camera& camera, milliseconds waited);
    void resolve_and_send(Camera& camera);
    void resolved(const std::string& host, const Resolved& found);
    void send(Camera& camera, Step step, const std::vector<std::string>& addresses);
    void ended(CURL* easy, CURLcode code);
    bool after_head(Camera& camera, const Answer& answer);
    bool follow_elsewhere(Camera& camera, const Answer& answer);
    std::unique_ptr<Transfer> take_transfer(Camera& camera);
    void give_back(Camera& camera, std::unique_ptr<Transfer> transfer);
    void end_overdue(Instant now);
    void set_overdue(Camera& camera, Instant at);
    std::unique_ptr<Transfer> put_down(Camera& camera);
    void fail(Camera& camera, Reason reason, const std::string& detail);
    Attempt attempt_of(const Camera& camera) const;
    void report(Camera& camera, Attempt attempt, const std::string& retry_after,
                std::int64_t captured_at);
    void reschedule(Camera& camera, const std::string& retry_after, std::int64_t captured_at,
                    Attempt& attempt);
    bool is_idle(const Camera& camera, Instant now) const;

    const Surroundings around_;
    std::atomic<std::uint64_t> rounds_ = 0;

    std::mutex inbox_mutex_;
    Inbox inbox_;

    // The rest belongs to the thread alone.
    config::Fetch settings_;
    std::mt19937_64 random_;
    std::unordered_map<std::string, std::unique_ptr<Camera>> cameras_;  // by slug
    std::map<std::string, OriginGate> gates_;                           // by origin
    std::set<std::pair<Instant, Camera*>> due_;      // neither queued nor under way
    std::set<std::pair<Instant, Camera*>> overdue_;  // under way; when that must have an end
    std::unordered_map<CURL*, Camera*> under_way_;
    std::unordered_map<std::string, std::set<Camera*>> resolving_;  // by host
    std::vector<std::unique_ptr<Transfer>> spare_;
    MultiLoop loop_;

    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace livecam::fetch
