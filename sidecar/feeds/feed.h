// A feed: where it is, how often it is asked, what its bytes say, and where that belongs. One file
// each, a line in feed_list.cpp, its settings in config/feeds.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/error.h"
#include "sidecar/config/config.h"
#include "sidecar/feeds/draft.h"
#include "sidecar/fetch/document.h"

namespace livecam::feeds {

/// Belongs to one thread. Moments are seconds since the epoch.
class Feed {
  public:
    virtual ~Feed() = default;

    /// What is to be fetched from now on. Document names begin with prefix() of the feed.
    virtual std::vector<fetch::Document> documents(const config::Config& config,
                                                   std::int64_t now) const = 0;

    /// The body of one of them. If it is not what it should be, the error says why in one line and
    /// what was known stays.
    virtual Expected<void> take(const std::string& document, std::string_view bytes,
                                std::int64_t now) = 0;

    /// Adds what is known, as far as it is not too old.
    virtual void merge(Draft& draft) const = 0;

    /// How many things are known: roads, stations, …
    virtual std::size_t items() const = 0;

    const std::string& name() const noexcept { return name_; }
    std::string prefix() const { return "feed/" + name_ + "/"; }

    /// When it last answered well.
    std::int64_t reached_at() const noexcept { return reached_at_; }
    void reached(std::int64_t now) noexcept { reached_at_ = now; }

  protected:
    explicit Feed(std::string name) : name_(std::move(name)) {}

    /// A document of this feed with the settings' interval. Its limits follow fetch's: four times
    /// its timeout, the longer of max_backoff and two intervals, and max_image_bytes, but at least
    /// 10 MiB.
    fetch::Document document(const std::string& name, std::string address,
                             std::chrono::milliseconds interval,
                             const config::Config& config) const;

  private:
    std::string name_;
    std::int64_t reached_at_ = 0;
};

/// `text` as a value in an address's query (RFC 3986, section 2.1).
std::string query_value(std::string_view text);

/// Whether a feed is shown in a group.
bool shown_in(const config::Feed& feed, const std::string& group);

}  // namespace livecam::feeds
