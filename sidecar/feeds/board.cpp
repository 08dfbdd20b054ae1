#include "sidecar/feeds/board.h"

#include <algorithm>

#include "sidecar/feeds/feed_list.h"

namespace livecam::feeds {
namespace {

bool same(const config::Feeds& a, const config::Feeds& b) {
    return a.udot == b.udot && a.uac == b.uac && a.alta == b.alta && a.synoptic == b.synoptic &&
           a.nws == b.nws && a.json == b.json;
}

}  // namespace

Board::Board(const config::Config& config) : config_(config), feeds_(make_feeds(config)) {}

void Board::apply(const config::Config& config) {
    const bool keep = same(config_.feeds, config.feeds);
    config_ = config;
    if (!keep) {
        feeds_ = make_feeds(config_);
        unreadable_.clear();
        ++edition_;
    }
}

std::string Board::told_name(const std::string& name) const {
    return name + "#" + std::to_string(edition_);
}

std::vector<fetch::Document> Board::documents(std::int64_t now) const {
    std::vector<fetch::Document> all;
    for (const auto& feed : feeds_) {
        for (fetch::Document& document : feed->documents(config_, now)) {
            document.name = told_name(document.name);
            all.push_back(std::move(document));
        }
    }
    return all;
}

Board::Verdict Board::take(const fetch::Attempt& attempt, std::int64_t now) {
    const std::size_t mark = attempt.slug.rfind('#');
    const std::string name = attempt.slug.substr(0, mark);
    const auto found = std::ranges::find_if(
        feeds_, [&](const auto& feed) { return name.starts_with(feed->prefix()); });
    if (found == feeds_.end() || told_name(name) != attempt.slug) {
        return {};
    }
    Feed& feed = **found;
    if (attempt.outcome == fetch::Outcome::kFailed) {
        return {&feed, false, name, to_string(attempt.reason), attempt.detail};
    }
    // Unchanged bytes are as readable as they were, whatever failed in between.
    std::string& unreadable = unreadable_[name];
    if (attempt.outcome == fetch::Outcome::kChanged) {
        const auto done = feed.take(name, attempt.document, now);
        unreadable = done ? "" : done.error().message;
    }
    if (!unreadable.empty()) {
        return {&feed, false, name, "unreadable", unreadable};
    }
    feed.reached(now);
    return {&feed, true, name, {}, {}};
}

pages::FactsPtr Board::facts(std::int64_t now) {
    Draft draft(config_, now);
    for (const auto& feed : feeds_) {
        feed->merge(draft);
    }
    next_turn_ = draft.next_turn();
    facts_ = draft.finish(facts_);
    return facts_;
}

}  // namespace livecam::feeds
