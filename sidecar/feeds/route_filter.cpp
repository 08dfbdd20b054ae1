#include "sidecar/feeds/route_filter.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "sidecar/feeds/json.h"

namespace livecam::feeds {
namespace {

using Words = std::vector<std::string>;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Runs of letters and runs of digits, in lower case: "SR-210" and "sr210" are both sr, 210.
Words words_of(std::string_view text) {
    Words words;
    bool joined = false;
    for (const char raw : lower(text)) {
        const auto c = static_cast<unsigned char>(raw);
        const bool part = c >= 0x80 || std::isalnum(c) != 0;
        const bool goes_on = joined && part && is_digit(words.back().back()) == is_digit(raw);
        if (goes_on) {
            words.back() += raw;
        } else if (part) {
            words.emplace_back(1, raw);
        }
        joined = part;
    }
    return words;
}

/// Does the word at `at` say that the numbers behind it are routes of `kind`?
bool introduces(const Words& words, std::size_t at, const std::string& kind) {
    if (words[at] == kind) {
        return true;
    }
    const std::string before = at > 0 ? words[at - 1] : "";
    return kind == "sr" && words[at] == "route" && before != "s" && before != "us" &&
           before != "county";
}

bool has_route(const Words& words, const Words& route) {
    if (route.size() < 2) {
        return false;
    }
    const std::string& number = route.back();
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!introduces(words, at, route.front())) {
            continue;
        }
        for (std::size_t next = at + 1; next < words.size(); ++next) {
            if (words[next] == number) {
                return true;
            }
            if (!is_digit(words[next].front()) && words[next] != "and" && words[next] != "or") {
                break;
            }
        }
    }
    return false;
}

bool has_name(const Words& words, const Words& name) {
    return !name.empty() && !std::ranges::search(words, name).empty();
}

}  // namespace

bool mentions(const config::RoadFilter& filter, std::string_view text) {
    const Words words = words_of(text);
    return std::ranges::any_of(
               filter.routes,
               [&](const std::string& route) { return has_route(words, words_of(route)); }) ||
           std::ranges::any_of(filter.names, [&](const std::string& name) {
               return has_name(words, words_of(name));
           });
}

bool concerns(const config::RoadFilter& filter, const pages::RoadCondition& road) {
    return std::ranges::find(filter.hide, road.roadway_name) == filter.hide.end() &&
           mentions(filter, road.roadway_name);
}

bool concerns(const config::RoadFilter& filter, const pages::Event& event) {
    return mentions(filter, event.roadway_name) || mentions(filter, event.location) ||
           mentions(filter, event.description);
}

}  // namespace livecam::feeds
