// One fetch thread: the cameras of its origins, when each is due, and the transfers under way.
#pragma once

#include <map>
#include <memory>
#include <mutex>
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
#include "sidecar/fetch/multi_loop.h"
#include "sidecar/fetch/origin_gate.h"

namespace livecam::fetch {

/// All that a thread has to do from now on: targets that are not in it are given up.
struct Assignment {
    config::Fetch settings;
    std::vector<Target> targets;
};

class Worker {
  public:
    /// Starts the thread "fetch-<number>". `sink` must outlive it.
    Worker(int number, int frames_dir, const Sink& sink);
    /// Stops and waits.
    ~Worker() = default;

    /// From any thread; assignments are taken in their order.
    void assign(Assignment assignment);
    /// Returns at once. Transfers under way are dropped without an attempt being reported.
    void request_stop() noexcept { thread_.request_stop(); }

  private:
    void run(const std::stop_token& stop, int number);
    void take_assignments();
    void reconcile(Assignment assignment);
    void keep(Camera& camera, Target& target);
    void drop(Camera& camera);
    void set_limits();

    void start_due(Instant now);
    void start(Camera& camera, milliseconds waited);
    std::unique_ptr<Transfer> take_transfer(Camera& camera);
    void give_back(Camera& camera, std::unique_ptr<Transfer> transfer);
    void prepare(Camera& camera, milliseconds timeout);
    bool ask_again(Camera& camera, CURL* easy, const Answer& answer);
    void start_waiting(OriginGate& gate);
    void finished(CURL* easy, CURLcode code);
    void reschedule(Camera& camera, const Answer& answer, Attempt& attempt);

    const int frames_dir_;
    const Sink& sink_;

    std::mutex inbox_mutex_;
    std::vector<Assignment> inbox_;

    // The rest belongs to the thread alone.
    config::Fetch settings_;
    std::mt19937_64 random_;
    std::unordered_map<std::string, std::unique_ptr<Camera>> cameras_;  // by slug
    std::map<std::string, OriginGate> gates_;                           // by origin
    std::set<std::pair<Instant, Camera*>> due_;  // neither waiting nor under way
    std::unordered_map<CURL*, Camera*> under_way_;
    std::vector<std::unique_ptr<Transfer>> spare_;
    MultiLoop loop_;

    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace livecam::fetch
