#include "sidecar/feeds/feed.h"

#include <algorithm>
#include <cctype>

namespace livecam::feeds {
namespace {

constexpr std::uint64_t kMaxBytes = 8u << 20;
constexpr std::chrono::seconds kTimeout{20};
constexpr std::chrono::minutes kMaxBackoff{30};

}  // namespace

fetch::Document Feed::document(const std::string& name, std::string address,
                               std::chrono::milliseconds interval,
                               const config::Config& config) const {
    fetch::Document document;
    document.name = prefix() + name;
    document.address = std::move(address);
    document.interval = interval;
    document.limits.timeout = kTimeout;
    document.limits.max_backoff = std::max<std::chrono::milliseconds>(kMaxBackoff, interval);
    document.limits.max_bytes = kMaxBytes;
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
