// The one thread that writes the store. Everything that changes what readers see passes through its
// queue: attempts of the fetch threads, and commands of the main and control threads. It also beats
// the heart, so that a wedged publisher looks as dead as it is.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

#include "shared/store_writer.h"
#include "sidecar/config/config.h"
#include "sidecar/fetch/attempt.h"
#include "sidecar/ops/metrics.h"
#include "sidecar/ops/outages.h"
#include "sidecar/publish/audience.h"
#include "sidecar/publish/site.h"
#include "sidecar/publish/tally.h"
#include "sidecar/publish/wall.h"

namespace livecam::publish {

/// Milliseconds since the epoch.
std::int64_t now_ms() noexcept;

/// Attempts that may wait; each holds a picture's file descriptor.
inline constexpr std::size_t kMaxQueue = 256;

class Publisher {
  public:
    /// Publishes what needs no camera, so that pages answer at once, and makes the cameras'
    /// entries.
    static Expected<std::unique_ptr<Publisher>> create(StoreWriter store, pages::Renderer renderer,
                                                       const config::Config& config);
    ~Publisher();

    /// For the fetch pool, before it starts.
    fetch::Pool::Known known() const { return wall_.known(); }
    int frames_directory() const noexcept { return store_.frames_directory(); }
    int directory() const noexcept { return store_.directory(); }

    /// Called on the publisher's thread with the cameras that somebody has begun to look at, if
    /// fetch.idle_after is set. To be given before start().
    void on_look(std::function<void(const std::vector<std::string>&)> looked) {
        looked_ = std::move(looked);
    }

    /// What is known of the pictures' surroundings is now this: pages follow. From any thread.
    void set_facts(pages::FactsPtr facts);

    /// Tells `metrics` from now on what happens. Before start().
    void report_to(ops::Metrics& metrics, const config::Config& config);

    /// Starts the thread. `forget(slug, etag)` is called when a fetched picture could not be
    /// published: the camera goes on showing `etag` (0: nothing). `first_round_ended` is asked
    /// until it says so, and then the store is ready.
    void start(std::function<void(const std::string&, std::uint64_t)> forget,
               std::function<bool()> first_round_ended);

    /// On the publisher's thread only: called after each inspection of the store that ended well.
    void on_inspected(std::function<void()> inspected) { inspected_ = std::move(inspected); }

    /// True if another writer has taken the store. The process was told to end (SIGTERM).
    bool superseded() const noexcept { return store_.superseded(); }

    /// Hands over an attempt; waits while the queue is full.
    void push(fetch::Attempt&& attempt);

    /// Runs `command` on the publisher's thread and returns what it returned.
    template <class Command>
    auto call(Command command) -> decltype(command(*this)) {
        std::packaged_task<decltype(command(*this))()> task(
            [this, &command] { return command(*this); });
        auto result = task.get_future();
        post([&task] { task(); });
        return result.get();
    }

    /// What make_edition() needs to know of the present; from any thread.
    struct Present {
        pages::Snapshot snapshot;
        Published published;
    };
    Present present();

    /// On the publisher's thread only: a new configuration, validated before, with its bodies
    /// ready. If the store has no room for them nothing changes and the error says so.
    Expected<void> apply(const config::Config& config, Edition edition);
    Expected<void> publish_metrics(FrameDraft text);
    const Wall& wall() const noexcept { return wall_; }
    const StoreWriter& store() const noexcept { return store_; }

    /// Marks the store as stopping and ends the thread; attempts in the queue are dropped.
    void stop();

  private:
    using Command = std::function<void()>;
    using Message = std::variant<fetch::Attempt, Command>;

    Publisher(StoreWriter store, pages::Renderer renderer, const config::Config& config);
    void post(Command command);
    void loop();
    std::deque<Message> wait();
    void take(const fetch::Attempt& attempt);
    void tell(const fetch::Attempt& attempt);
    pages::Snapshot snapshot(std::int64_t now) const;
    void tell_looks();
    void refresh_pages(std::int64_t now, bool at_once);
    void log_summary(std::int64_t now);
    void say_pages_error(const std::string& message);
    void inspect(std::int64_t now);
    void give_up();  // the store is another writer's
    void publish_again(const std::vector<std::uint32_t>& lost, std::int64_t now);
    void describe_all(const config::Config& config);

    StoreWriter store_;
    Wall wall_;
    Site site_;
    config::Settings config_;
    ops::Metrics* metrics_ = nullptr;
    std::function<void(const std::string&, std::uint64_t)> forget_;
    std::function<bool()> first_round_ended_;
    std::function<void()> inspected_ = [] {};
    std::function<void(const std::vector<std::string>&)> looked_;
    Audience audience_;
    pages::FactsPtr facts_ = pages::no_facts();

    std::mutex mutex_;
    std::condition_variable not_empty_;
    std::condition_variable not_full_;
    std::deque<Message> queue_;
    bool stopping_ = false;

    bool pages_due_ = true;
    bool ready_ = false;
    std::int64_t pages_at_ = 0;     // ms: when the walls were last rendered
    std::int64_t pages_pause_ = 0;  // ms: how long they then rest, so that they take kPagesShare
    std::int64_t survey_at_ = 0;    // ms: when all cameras are looked over again
    std::int64_t cameras_at_ = 0;   // ms: when camera pages are rendered again
    bool cameras_due_ = false;
    std::int64_t summary_at_ = 0;  // ms: when the last summary was logged
    std::uint64_t unchanged_ = 0;  // since the counters were last published
    std::uint64_t failed_ = 0;
    Tally tally_;
    ops::Outages outages_;
    std::int64_t inspected_at_ = 0;  // ms
    std::string inspection_error_;   // as logged last; empty: the last one ended well
    std::int64_t error_logged_at_ = 0;
    std::string pages_error_;  // as logged last
    bool lost_ = false;        // the last inspection found frames that are not there
    std::unordered_map<std::string, CameraState> states_;  // as rendered
    std::thread thread_;
};

}  // namespace livecam::publish
