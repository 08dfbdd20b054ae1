#include "sidecar/feeds/feeds.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "sidecar/ops/log.h"

namespace livecam::feeds {
namespace {

std::int64_t now_s() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// So often what is wanted, and what ends by the clock, is looked at in any case.
constexpr std::int64_t kLongestPause = 60;

}  // namespace

Feeds::Feeds(const config::Config& config, Publish publish, ops::FeedMetrics& metrics)
    : board_(config), publish_(std::move(publish)), metrics_(metrics) {}

void Feeds::start(Fetch fetch) {
    fetch_ = std::move(fetch);
    thread_ = std::jthread([this](const std::stop_token& stop) {
        ::pthread_setname_np(::pthread_self(), "feeds");
        run(stop);
    });
}

void Feeds::push(fetch::Attempt&& attempt) {
    const std::lock_guard lock(mutex_);
    queue_.emplace_back(std::move(attempt));
    arrived_.notify_one();
}

void Feeds::apply(const config::Config& config) {
    const std::lock_guard lock(mutex_);
    queue_.emplace_back(config);
    arrived_.notify_one();
}

void Feeds::stop() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Feeds::run(const std::stop_token& stop) {
    std::vector<fetch::Document> wanted;
    pages::FactsPtr told = pages::no_facts();
    while (!stop.stop_requested()) {
        tell_metrics();
        std::vector<fetch::Document> documents = board_.documents(now_s());
        if (documents != wanted) {
            wanted = std::move(documents);
            fetch_(wanted);
        }
        if (pages::FactsPtr facts = board_.facts(now_s()); facts != told) {
            told = facts;
            publish_(std::move(facts));
        }
        std::deque<Message> messages;
        {
            std::unique_lock lock(mutex_);
            const std::int64_t pause =
                std::clamp<std::int64_t>(board_.next_turn() - now_s(), 1, kLongestPause);
            arrived_.wait_for(lock, stop, std::chrono::seconds(pause),
                              [this] { return !queue_.empty(); });
            messages.swap(queue_);
        }
        for (const Message& message : messages) {
            if (const auto* attempt = std::get_if<fetch::Attempt>(&message)) {
                take(*attempt, now_s());
            } else {
                board_.apply(std::get<config::Config>(message));
            }
        }
    }
}

void Feeds::take(const fetch::Attempt& attempt, std::int64_t now) {
    const Board::Verdict verdict = board_.take(attempt, now);
    if (verdict.feed == nullptr) {
        return;
    }
    const std::string& name = verdict.feed->name();
    const bool changed = attempt.outcome == fetch::Outcome::kChanged;
    metrics_.count(name, !verdict.good ? "failed" : changed ? "changed" : "unchanged");
    const auto said = verdict.good ? outages_.worked(verdict.document, attempt.finished_at)
                                   : outages_.failed(verdict.document, verdict.reason,
                                                     verdict.detail, attempt.finished_at);
    if (said) {
        ops::Fields fields{{"feed", name}};
        fields.insert(fields.end(), said->begin(), said->end());
        verdict.good ? ops::info("feed is back", fields) : ops::warn("feed fails", fields);
    }
}

void Feeds::tell_metrics() {
    std::set<std::string> names;
    for (const auto& feed : board_.feeds()) {
        names.insert(feed->name());
        metrics_.describe(feed->name(), feed->reached_at(), feed->items());
    }
    metrics_.keep_only(names);
}

}  // namespace livecam::feeds
