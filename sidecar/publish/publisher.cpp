#include "sidecar/publish/publisher.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "sidecar/ops/log.h"

namespace livecam::publish {
namespace {

/// Pages rest for four times as long as they took, so that they use a fifth of one core at most,
/// and attempts never wait for a whole wall of camera pages.
constexpr std::int64_t kPagesShare = 4;
constexpr std::chrono::milliseconds kCamerasSlice{50};
/// How often all cameras are looked over for deadlines that passed: with thousands of them that
/// costs more than an attempt at one.
constexpr std::int64_t kSurveyPeriodMs = layout::kHeartbeatPeriodMs;

std::size_t count_live(const pages::Snapshot& snapshot) {
    std::size_t live = 0;
    for (const auto& [slug, view] : snapshot.cameras) {
        live += view.state == CameraState::kLive ? 1 : 0;
    }
    return live;
}

}  // namespace

std::int64_t now_ms() noexcept {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Publisher::Publisher(StoreWriter store, pages::Renderer renderer, const config::Config& config)
    : store_(std::move(store)),
      wall_(store_),
      site_(store_, std::move(renderer)),
      config_(config) {}

Expected<std::unique_ptr<Publisher>> Publisher::create(StoreWriter store, pages::Renderer renderer,
                                                       const config::Config& config) {
    std::unique_ptr<Publisher> publisher(
        new Publisher(std::move(store), std::move(renderer), config));
    const std::int64_t now = now_ms();
    publisher->store_.beat();
    publisher->store_.set_phase(layout::Phase::kStarting, now);
    Wall& wall = publisher->wall_;
    if (auto done = wall.apply(config, publisher->site_.renderer().placeholder()); !done) {
        return tl::unexpected(done.error());
    }
    wall.tend(now);
    if (auto done = publisher->site_.publish_all(publisher->snapshot(now)); !done) {
        return tl::unexpected(done.error());
    }
    if (publisher->wall_.with_picture() > 0) {
        // A restart: the wall is as good as it was, and health checks must not flap.
        publisher->store_.set_phase(layout::Phase::kReady, now);
    }
    publisher->store_.set_min_live(static_cast<std::uint64_t>(config.health.min_live));
    publisher->store_.count(0, 0, publisher->wall_.cameras(), publisher->wall_.with_picture());
    return publisher;
}

void Publisher::report_to(ops::Metrics& metrics, const config::Config& config) {
    metrics_ = &metrics;
    describe_all(config);
}

void Publisher::describe_all(const config::Config& config) {
    if (metrics_ == nullptr) {
        return;
    }
    metrics_->apply(config);
    for (const std::string& slug : wall_.slugs()) {
        metrics_->describe(slug, *wall_.descriptor(slug));
    }
}

Expected<void> Publisher::publish_metrics(FrameDraft text) {
    const auto entry = store_.ensure("/_/metrics");
    if (!entry) {
        return tl::unexpected(entry.error());
    }
    Descriptor next = store_.descriptor(*entry);
    next.kind = Kind::kMetrics;
    std::vector<Variant> variants;
    variants.push_back({Encoding::kIdentity, std::move(text)});
    return store_.publish_body(*entry, variants, now_ms(), next);
}

Publisher::~Publisher() {
    stop();
}

void Publisher::start(std::function<void(const std::string&, std::uint64_t)> forget,
                      std::function<bool()> first_round_ended) {
    forget_ = std::move(forget);
    first_round_ended_ = std::move(first_round_ended);
    summary_at_ = now_ms();
    thread_ = std::thread([this] {
        ::pthread_setname_np(::pthread_self(), "publisher");
        loop();
    });
}

void Publisher::push(fetch::Attempt&& attempt) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return stopping_ || queue_.size() < kMaxQueue; });
    if (!stopping_) {
        queue_.emplace_back(std::move(attempt));
        not_empty_.notify_one();
    }
}

void Publisher::post(Command command) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && thread_.joinable()) {
            queue_.emplace_back(std::move(command));
            not_empty_.notify_one();
            return;
        }
    }
    command();  // nobody else writes: the thread has not begun, or has ended
}

std::deque<Publisher::Message> Publisher::wait() {
    std::unique_lock lock(mutex_);
    not_empty_.wait_for(lock, std::chrono::milliseconds(layout::kHeartbeatPeriodMs),
                        [this] { return stopping_ || !queue_.empty(); });
    std::deque<Message> messages;
    if (!stopping_) {
        messages.swap(queue_);
        not_full_.notify_all();
    }
    return messages;
}

void Publisher::loop() {
    std::int64_t beat_at = 0;
    for (;;) {
        // Asked before the queue is taken: when the round has ended, its attempts are in there.
        const bool round_ended = !ready_ && first_round_ended_();
        std::deque<Message> messages = wait();
        for (Message& message : messages) {
            if (auto* attempt = std::get_if<fetch::Attempt>(&message)) {
                take(*attempt);
            } else {
                std::get<Command>(message)();
            }
        }
        const std::int64_t now = now_ms();
        if (now - beat_at >= layout::kHeartbeatPeriodMs || now < beat_at) {
            store_.beat();
            store_.count(std::exchange(unchanged_, 0), std::exchange(failed_, 0), wall_.cameras(),
                         wall_.with_picture());
            beat_at = now;
            tell_looks();
        }
        inspect(now);
        if (store_.superseded()) {
            give_up();
            return;
        }
        // Ready means that the pages show what the first round found.
        refresh_pages(now, round_ended);
        if (round_ended) {
            ready_ = true;
            store_.set_phase(layout::Phase::kReady, now);
            ops::info("first round ended",
                      tally_.fields(count_live(wall_.snapshot(now)), wall_.cameras()));
        }
        log_summary(now);
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            return;
        }
    }
}

void Publisher::give_up() {
    std::deque<Message> messages;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        messages.swap(queue_);
        not_full_.notify_all();
    }
    for (Message& message : messages) {
        if (auto* command = std::get_if<Command>(&message)) {
            (*command)();  // somebody waits for its answer
        }
    }
}

void Publisher::take(const fetch::Attempt& attempt) {
    const auto begin = std::chrono::steady_clock::now();
    const Wall::Verdict verdict = wall_.accept(attempt);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    if (const Descriptor* descriptor = wall_.descriptor(attempt.slug);
        metrics_ != nullptr && verdict.accepted != Wall::Accepted::kIgnored) {
        metrics_->count(attempt);
        metrics_->describe(attempt.slug, *descriptor);
        if (verdict.accepted == Wall::Accepted::kPicture) {
            metrics_->published(spent.count());
        }
    }
    pages_due_ = pages_due_ || verdict.visible;
    switch (verdict.accepted) {
        case Wall::Accepted::kIgnored:
            return;
        case Wall::Accepted::kPicture:
            ++tally_.changed;
            break;
        case Wall::Accepted::kDropped:
            ++tally_.dropped;
            forget_(attempt.slug, wall_.shown(attempt.slug));
            break;
        case Wall::Accepted::kState:
            if (attempt.outcome == fetch::Outcome::kUnchanged) {
                ++tally_.unchanged;
                ++unchanged_;
            } else if (attempt.reason == Reason::kStoreFull) {
                ++tally_.dropped;
                store_.count_dropped();
            } else {
                ++tally_.failed;
                ++failed_;
            }
            break;
    }
    tell(attempt);
}

void Publisher::tell(const fetch::Attempt& attempt) {
    const Descriptor& now = *wall_.descriptor(attempt.slug);
    const bool well = now.reason == Reason::kNone;
    const std::string_view reason = to_string(now.reason);
    const auto said = well ? outages_.worked(attempt.slug, attempt.finished_at)
                           : outages_.failed(attempt.slug, reason, wall_.detail(attempt.slug),
                                             attempt.finished_at);
    if (said) {
        ops::Fields fields{{"camera", attempt.slug}};
        fields.insert(fields.end(), said->begin(), said->end());
        well ? ops::info("camera is back", fields) : ops::warn("camera fails", fields);
    }
    if (ops::logs_debug()) {
        ops::debug("asked",
                   {{"camera", attempt.slug},
                    {"result", !well                                         ? reason
                               : attempt.outcome == fetch::Outcome::kChanged ? "changed"
                                                                             : "unchanged"},
                    {"status", attempt.http_status},
                    {"bytes", attempt.received},
                    {"ms", attempt.finished_at - attempt.started_at},
                    {"late_ms", attempt.late_ms}});
    }
}

void Publisher::set_facts(pages::FactsPtr facts) {
    post([this, facts = std::move(facts)] {
        facts_ = facts;
        pages_due_ = true;
    });
}

pages::Snapshot Publisher::snapshot(std::int64_t now) const {
    pages::Snapshot snapshot = wall_.snapshot(now);
    snapshot.facts = facts_;
    return snapshot;
}

void Publisher::tell_looks() {
    if (!looked_ || !config_.fetch.idle_after) {
        return;
    }
    if (const auto slugs = audience_.newly_looked(store_, *config_.fetch.idle_after);
        !slugs.empty()) {
        looked_(slugs);
    }
}

void Publisher::refresh_pages(std::int64_t now, bool at_once) {
    const bool clock_went_back = now < pages_at_ || now < survey_at_ - kSurveyPeriodMs;
    const bool survey_may = pages_due_ || now >= survey_at_ || clock_went_back;
    const bool walls_may =
        at_once || (survey_may && (now - pages_at_ >= pages_pause_ || clock_went_back));
    const bool cameras_may = cameras_due_ && (now >= cameras_at_ || clock_went_back);
    if (!walls_may && !cameras_may) {
        return;
    }
    survey_at_ = now + kSurveyPeriodMs;
    if (walls_may && wall_.tend(now)) {
        pages_due_ = true;
    }
    const pages::Snapshot snapshot = this->snapshot(now);
    for (const auto& [slug, view] : snapshot.cameras) {
        CameraState& rendered = states_[slug];
        if (rendered != view.state) {
            rendered = view.state;
            pages_due_ = true;  // a deadline passed
        }
    }
    const auto started = std::chrono::steady_clock::now();
    const auto rest = [&started] {
        return kPagesShare * std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::steady_clock::now() - started)
                                 .count();
    };
    if (walls_may && pages_due_) {
        pages_at_ = now;
        pages_due_ = false;
        cameras_due_ = true;
        if (auto done = site_.publish_walls(snapshot); !done) {
            say_pages_error(done.error().message);
            pages_due_ = true;
        }
        pages_pause_ = std::max<std::int64_t>(config_.pages.min_interval.count(), rest());
    }
    if (cameras_due_) {
        const auto done = site_.publish_cameras(snapshot, started + kCamerasSlice);
        if (!done) {
            say_pages_error(done.error().message);
        }
        cameras_due_ = !done || !*done;
        cameras_at_ = now + rest();
    }
    if (!pages_due_ && !cameras_due_) {
        pages_error_.clear();
    }
}

/// Once, not at each try.
void Publisher::say_pages_error(const std::string& message) {
    if (pages_error_.empty()) {
        ops::error(message);
    }
    pages_error_ = message;
}

void Publisher::log_summary(std::int64_t now) {
    if (now - summary_at_ < config_.log.summary_interval.count() && now >= summary_at_) {
        return;
    }
    summary_at_ = now;
    ops::info("summary",
              std::exchange(tally_, {}).fields(count_live(wall_.snapshot(now)), wall_.cameras()));
}

Publisher::Present Publisher::present() {
    return call([](Publisher& p) { return Present{p.snapshot(now_ms()), p.site_.published()}; });
}

Expected<void> Publisher::apply(const config::Config& config, Edition edition) {
    if (auto room = wall_.prepare(config); !room) {
        return room;
    }
    if (auto room = site_.check(edition, wall_.freed_by(config)); !room) {
        return room;
    }
    // Nothing of what follows needs room that was not found to be there.
    if (auto done = wall_.apply(config, edition.renderer.placeholder()); !done) {
        return done;
    }
    config_ = config;
    store_.set_min_live(static_cast<std::uint64_t>(config_.health.min_live));
    describe_all(config);
    outages_.keep([this](const std::string& slug) { return wall_.descriptor(slug) != nullptr; });
    states_.clear();
    pages_due_ = true;
    pages_pause_ = 0;
    const std::int64_t now = now_ms();
    wall_.tend(now);
    if (auto done = site_.carry_out(std::move(edition), now); !done) {
        ops::error(done.error().message);
    }
    return {};
}

void Publisher::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        not_empty_.notify_all();
        not_full_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
        if (!store_.superseded()) {
            store_.set_phase(layout::Phase::kStopping, now_ms());
        }
    }
}

}  // namespace livecam::publish
