#include "sidecar/fetch/supervisor.h"

#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace livecam::fetch {

Supervisor::Supervisor(Rounds rounds, Report report, std::chrono::milliseconds tick)
    : rounds_(std::move(rounds)),
      report_(std::move(report)),
      tick_(tick),
      thread_([this](const std::stop_token& stop) { watch(stop); }) {}

void Supervisor::watch(const std::stop_token& stop) {
    ::pthread_setname_np(::pthread_self(), "supervisor");
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        look();
        stopped.wait_for(lock, stop, tick_, [] { return false; });
    }
}

void Supervisor::look() {
    const std::vector<std::uint64_t> now = rounds_();
    seen_.resize(now.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
        Seen& seen = seen_[i];
        if (now[i] != seen.rounds) {
            if (seen.ticks >= kWarnTicks) {
                report_(i, Verdict::kMovesAgain);
            }
            seen = {now[i], 0};
            continue;
        }
        ++seen.ticks;
        if (seen.ticks == kWarnTicks) {
            report_(i, Verdict::kSlow);
        } else if (seen.ticks == kGiveUpTicks) {
            report_(i, Verdict::kGivenUp);
        }
    }
}

}  // namespace livecam::fetch
