#include "sidecar/feeds/feed.h"

#include <algorithm>
#include <cctype>

namespace livecam::feeds {
namespace {

/// A list of all of a state's roads has megabytes, and comes from a slow server: nobody waits for
/// it.
constexpr std::uint64_t kLeastMaxBytes = 10u << 20;
constexpr int kTimeouts = 4;  // of a camera
constexpr int kIntervals = 2;

}  // namespace

fetch::Document Feed::document(const std::string& name, std::string address,
                               std::chrono::milliseconds interval,
                               const config::Config& config) const {
    fetch::Document document;
    document.name = prefix() + name;
    document.address = std::move(address);
    if (const auto query = document.address.find('?'); query != std::string::npos) {
        document.secrets = {document.address.substr(query + 1)};  // whatever it holds
    }
    document.interval = interval;
    document.limits.timeout = kTimeouts * config.fetch.timeout;
    document.limits.max_backoff = std::max(config.fetch.max_backoff, kIntervals * interval);
    document.limits.max_bytes = std::max(config.fetch.max_image_bytes, kLeastMaxBytes);
    document.reach = config.feeds.reach;
    document.reach.headers.clear();  // those are the cameras'
    return document;
}

std::string query_value(std::string_view text) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

bool shown_in(const config::Feed& feed, const std::string& group) {
    return feed.groups.empty() || std::ranges::find(feed.groups, group) != feed.groups.end();
}

}  // namespace livecam::feeds
