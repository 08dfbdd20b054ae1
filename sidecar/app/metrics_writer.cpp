#include "sidecar/app/metrics_writer.h"

#include <malloc.h>
#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <utility>

#include "sidecar/ops/log.h"

namespace livecam::app {

using Clock = std::chrono::steady_clock;

MetricsWriter::MetricsWriter(ops::Metrics& metrics, publish::Publisher& publisher,
                             const fetch::Pool& pool)
    : metrics_(metrics),
      publisher_(publisher),
      pool_(pool),
      thread_([this](const std::stop_token& stop) {
          ::pthread_setname_np(::pthread_self(), "metrics");
          run(stop);
      }) {}

void MetricsWriter::stop() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void MetricsWriter::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const Clock::time_point begin = Clock::now();
        write();
        // The text of thousands of cameras, and what pages and reloads left behind: malloc keeps
        // it otherwise.
        ::malloc_trim(0);
        const Clock::duration pause =
            std::max<Clock::duration>(kMetricsPeriod, kMetricsShare * (Clock::now() - begin));
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pause, [] { return false; });
    }
}

void MetricsWriter::write() {
    metrics_.set_store(publisher_.call(
        [](const publish::Publisher& publisher) { return publisher.store().summary(); }));
    metrics_.set_fetch(pool_.counters(), pool_.resolver());
    const std::string text = metrics_.text();
    FrameDraft draft =
        FrameDraft::create(publisher_.frames_directory(), std::as_bytes(std::span{text}));
    const Expected<void> done =
        draft
            ? publisher_.call([&](publish::Publisher& publisher) {
                  return publisher.publish_metrics(std::move(draft));
              })
            : fail_errno("metrics: cannot write " + std::to_string(text.size()) + " bytes", errno);
    if (!done && !failing_) {
        ops::warn(done.error().message + "; /_/metrics is not up to date");
    }
    failing_ = !done;
}

}  // namespace livecam::app
