// All feeds and what they know, without threads or a clock: answers in, facts out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sidecar/feeds/feed.h"
#include "sidecar/fetch/attempt.h"

namespace livecam::feeds {

/// Moments are seconds since the epoch.
class Board {
  public:
    explicit Board(const config::Config& config);

    /// Another configuration. Feeds whose settings are the same keep what they know.
    void apply(const config::Config& config);

    /// What is to be fetched from now on.
    std::vector<fetch::Document> documents(std::int64_t now) const;

    struct Verdict {
        const Feed* feed = nullptr;  // null: of no feed of ours
        bool good = false;
        std::string document;     // its name in every edition
        std::string_view reason;  // of a failure: a Reason's name, or "unreadable"
        std::string detail;       // of a failure: one line
    };
    Verdict take(const fetch::Attempt& attempt, std::int64_t now);

    /// The same object until something in it is another.
    pages::FactsPtr facts(std::int64_t now);

    /// When facts() would change by itself.
    std::int64_t next_turn() const noexcept { return next_turn_; }

    const std::vector<std::unique_ptr<Feed>>& feeds() const noexcept { return feeds_; }

  private:
    std::string told_name(const std::string& name) const;

    config::Config config_;
    std::vector<std::unique_ptr<Feed>> feeds_;
    std::unordered_map<std::string, std::string> unreadable_;  // by document: what is wrong
    std::uint64_t edition_ = 0;  // in documents' names: new feeds must not find bytes "unchanged"
    pages::FactsPtr facts_ = pages::no_facts();
    std::int64_t next_turn_ = 0;
};

}  // namespace livecam::feeds
