#include "sidecar/app/herald.h"

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <stop_token>
#include <utility>

#include "sidecar/app/herald_text.h"
#include "sidecar/ops/log.h"

namespace livecam::app {
namespace {

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::seconds kStatusPeriod{5};  // a snapshot copies all cameras

/// ready_timeout may be longer than TimeoutStartSec= of the unit: sd_notify(3).
constexpr char kGoOn[] = "\nEXTEND_TIMEOUT_USEC=30000000";

}  // namespace

Herald::Herald(Notifier notifier, std::chrono::milliseconds ready_timeout,
               publish::Publisher& publisher, const fetch::Pool& pool)
    : notifier_(std::move(notifier)),
      ready_timeout_(ready_timeout),
      publisher_(publisher),
      pool_(pool),
      terminal_(::isatty(STDERR_FILENO) == 1),
      thread_([this](const std::stop_token& stop) {
          ::pthread_setname_np(::pthread_self(), "herald");
          run(stop);
      }) {}

void Herald::reloading() {
    notifier_.send(reloading_message());
}

void Herald::reloaded() {
    const std::lock_guard lock(mutex_);
    if (ready_) {
        notifier_.send("READY=1");
    }
}

void Herald::stop() {
    notifier_.send("STOPPING=1");
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Herald::run(const std::stop_token& stop) {
    // Short ticks at first, so that READY does not come a second after the first round.
    std::chrono::milliseconds pause{50};
    while (!stop.stop_requested()) {
        tick();
        std::unique_lock lock(mutex_);
        pause = ready_ ? kTick : pause;
        wake_.wait_for(lock, stop, pause, [] { return false; });
    }
}

void Herald::tick() {
    const bool round_ended = pool_.first_round_ended();
    const Clock::time_point now = Clock::now();
    const bool ready = round_ended || now - begin_ >= ready_timeout_;
    if (now >= status_at_ || (round_ended && !first_round_said_) || ready != ready_) {
        // The publisher's thread answers: one that is stuck stops this one, and with it the
        // watchdog.
        const pages::Snapshot snapshot = publisher_.call([](const publish::Publisher& publisher) {
            return publisher.wall().snapshot(publish::now_ms());
        });
        if (!first_round_said_) {
            progress(snapshot, round_ended);
        }
        first_round_said_ = round_ended;
        std::string message =
            "STATUS=" + (round_ended ? status_line(snapshot) : progress_line(snapshot));
        const std::lock_guard lock(mutex_);
        if (ready && !ready_) {
            ready_ = true;
            message += "\nREADY=1";
        } else if (!ready_) {
            message += kGoOn;
        }
        notifier_.send(message);
        status_at_ = now + (round_ended ? kStatusPeriod : kTick);
    }
    feed_watchdog();
}

void Herald::progress(const pages::Snapshot& now, bool done) {
    if (terminal_) {
        // The cursor waits at the beginning, so that what is logged next takes this line's place.
        std::fprintf(stderr, "livecamd: %s\x1b[K%s", progress_line(now).c_str(),
                     done ? "\n" : "\r");
        std::fflush(stderr);
    } else if (!done) {  // the publisher sums it up
        ops::info("first round: " + progress_line(now));
    }
}

void Herald::feed_watchdog() {
    if (notifier_.watchdog().count() == 0) {
        return;
    }
    std::vector<std::uint64_t> now = pool_.rounds();
    if (all_moved(rounds_, now)) {
        publisher_.call([](const publish::Publisher&) {});
        notifier_.send("WATCHDOG=1");
        rounds_ = std::move(now);
    }
}

}  // namespace livecam::app
