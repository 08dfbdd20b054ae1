// The feeds of livecamd. Start here.
//
//   feed, feed_list      what a feed is, and which there are
//   udot_*, uac, alta, synoptic, nws, json_feed    one each
//   json, balanced, route_filter, stids            what they share
//   draft                facts while they are put together
//   board                all feeds without threads or a clock
//
// Answers come from the fetch threads; the thread "feeds" reads them and tells the publisher of new
// facts. It also notices when facts end by themselves.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "sidecar/feeds/board.h"
#include "sidecar/ops/feed_metrics.h"
#include "sidecar/ops/outages.h"

namespace livecam::feeds {

class Feeds {
  public:
    using Fetch = std::function<void(const std::vector<fetch::Document>&)>;
    using Publish = std::function<void(pages::FactsPtr)>;

    Feeds(const config::Config& config, Publish publish, ops::FeedMetrics& metrics);
    ~Feeds() { stop(); }

    /// Starts the thread, which calls `fetch` with what is wanted, at once and whenever that
    /// changes.
    void start(Fetch fetch);

    /// An attempt at a document. From any thread; never waits.
    void push(fetch::Attempt&& attempt);

    /// Another configuration. From any thread.
    void apply(const config::Config& config);

    /// Ends the thread; neither function is called after that.
    void stop();

  private:
    using Message = std::variant<fetch::Attempt, config::Config>;

    void run(const std::stop_token& stop);
    void take(const fetch::Attempt& attempt, std::int64_t now);
    void tell_metrics();

    Board board_;
    Fetch fetch_;
    const Publish publish_;
    ops::FeedMetrics& metrics_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Message> queue_;
    ops::Outages outages_;  // the thread's
    std::jthread thread_;
};

}  // namespace livecam::feeds
