// Tells the service manager and the log how livecamd is: progress of the first round, READY,
// STATUS, and WATCHDOG as long as every thread that cameras depend on moves.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "sidecar/app/notify.h"
#include "sidecar/fetch/pool.h"
#include "sidecar/publish/publisher.h"

namespace livecam::app {

class Herald {
  public:
    /// Both run already, and end later. READY is sent after `ready_timeout` even if the first round
    /// has not ended: pages answer since the start, and a camera that is slow must not hold up what
    /// is ordered after livecamd.
    Herald(Notifier notifier, std::chrono::milliseconds ready_timeout,
           publish::Publisher& publisher, const fetch::Pool& pool);

    /// Around a reload, from any thread. READY after it is only said if it was said before.
    void reloading();
    void reloaded();

    /// Says STOPPING and ends the thread.
    void stop();

  private:
    using Clock = std::chrono::steady_clock;

    void run(const std::stop_token& stop);
    void tick();
    void progress(const pages::Snapshot& now, bool done);
    void feed_watchdog();

    const Notifier notifier_;
    const std::chrono::milliseconds ready_timeout_;
    publish::Publisher& publisher_;
    const fetch::Pool& pool_;
    const Clock::time_point begin_ = Clock::now();
    const bool terminal_;
    Clock::time_point status_at_{};      // when STATUS is due again
    std::vector<std::uint64_t> rounds_;  // of the fetch threads, when the watchdog was fed
    bool ready_ = false;                 // under mutex_
    bool first_round_said_ = false;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace livecam::app
