#include "sidecar/config/format.h"

#include <algorithm>

#include "sidecar/config/reach_format.h"
#include "sidecar/config/route_names.h"
#include "sidecar/config/schema_message.h"
#include "sidecar/config/text.h"
#include "sidecar/config/units.h"
#include "sidecar/config/url.h"

namespace livecam::config {
namespace {

std::string limit(const Json& schema, std::string_view name) {
    return std::string(text_of(*member(schema, name)));
}

std::string outside(const Json& schema) {
    return "must be from " + limit(schema, "x-minimum") + " to " + limit(schema, "x-maximum");
}

std::string check_duration(std::string_view text, const Json& schema) {
    const auto value = parse_duration(text);
    if (!value) {
        return expectation(schema);
    }
    const bool inside = *value >= parse_duration(limit(schema, "x-minimum")).value() &&
                        *value <= parse_duration(limit(schema, "x-maximum")).value();
    return inside ? "" : outside(schema);
}

std::string check_size(const Json& value, const Json& schema, bool automatic) {
    std::optional<std::uint64_t> size;
    if (value.IsString()) {
        if (automatic && text_of(value) == "auto") {
            return {};
        }
        size = parse_size(text_of(value));
        if (!size) {
            return expectation(schema);
        }
    } else if (value.IsUint64()) {
        size = value.GetUint64();
    } else {
        return value.IsInt64() ? outside(schema) : "";
    }
    const bool inside = *size >= parse_size(limit(schema, "x-minimum")).value() &&
                        *size <= parse_size(limit(schema, "x-maximum")).value();
    return inside ? "" : outside(schema);
}

std::string check_text(std::string_view text) {
    std::size_t position = 1;
    for (std::size_t i = 0; i < text.size(); ++position) {
        const std::string_view c = text.substr(i, character_length(text, i));
        if (is_control(c)) {
            return "holds a control character, " + escape(c, 2) + " at character " +
                   std::to_string(position) + "; remove it";
        }
        i += c.size();
    }
    return {};
}

bool is_slug(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string check_group_id(std::string_view id) {
    if (is_route_name(id)) {
        return "is the name of a route; choose another id";
    }
    return is_slug(id, 64) ? "" : "must be 1 to 64 of a-z, 0-9 and -";
}

std::string check_link(std::string_view text) {
    const Url url = parse_url(text);
    if (url.problem != nullptr) {
        return url.problem;
    }
    return url.has_user_info ? "is shown to everyone; remove the user info before the @" : "";
}

std::string check_site_url(std::string_view text) {
    if (std::string rule = check_link(text); !rule.empty()) {
        return rule;
    }
    const Url url = parse_url(text);
    if (url.has_query) {
        return "must end with its path; remove what follows from the ? or #";
    }
    const bool plain = std::ranges::all_of(url.path, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/-._~").find(c) != std::string_view::npos;
    });
    if (!plain || url.path.find("//") != std::string_view::npos ||
        (std::string(url.path) + '/').find("/./") != std::string::npos ||
        (std::string(url.path) + '/').find("/../") != std::string::npos) {
        return "has a path that cannot be a prefix; use letters, digits, - . _ ~ and single /";
    }
    return {};
}

std::string check_path(std::string_view path) {
    if (path.size() < 2 || path.front() != '/' || path.size() > 4000) {
        return "must be an absolute path to a directory of livecamd's own, such as "
               "/dev/shm/livecam";
    }
    return check_text(path);
}

std::string check_header(std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain ? "" : "is sent as a header; use printable ASCII only";
}

/// RFC 6797, 6.1, without the quoted form.
std::string check_hsts(std::string_view text) {
    constexpr std::string_view age = "max-age=";
    const std::string_view rest = text.starts_with(age) ? text.substr(age.size()) : "";
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const bool counted = digits >= 1 && digits <= 10;
    const std::string_view more = rest.substr(digits);
    const bool known =
        more.empty() || more == "; includeSubDomains" || more == "; includeSubDomains; preload";
    return counted && known ? "" : "must be such as \"max-age=31536000; includeSubDomains\"";
}

/// A source of CSP's frame-ancestors: an origin, its host perhaps with a wildcard.
std::string check_frame_ancestor(std::string_view text) {
    if (text == "*") {
        return {};
    }
    std::string plain(text);
    if (const std::size_t star = plain.find("://*."); star != std::string::npos) {
        plain.erase(star + 3, 2);
    }
    const Url url = parse_url(plain);
    const bool host = std::ranges::all_of(url.host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(".-_:[]").find(c) != std::string_view::npos;
    });
    const bool origin =
        url.problem == nullptr && host && url.path.empty() && !url.has_query && !url.has_user_info;
    return origin ? "" : "must be an origin such as \"https://example.org\", or \"*\"";
}

}  // namespace

std::string check_format(std::string_view format, const Json& value, const Json& schema) {
    if (format.starts_with("livecam-size")) {
        return check_size(value, schema, format == "livecam-size-or-auto");
    }
    if (auto rule = check_reach_format(format, value)) {
        return *rule;
    }
    if (!value.IsString()) {
        return {};
    }
    const std::string_view text = text_of(value);
    if (format == "livecam-duration-or-auto" && text == "auto") {
        return {};
    }
    if (format.starts_with("livecam-duration")) {
        return check_duration(text, schema);
    }
    if (format == "livecam-text") {
        return check_text(text);
    }
    if (format == "livecam-url") {
        const Url url = parse_url(text);
        return url.problem != nullptr ? url.problem : "";
    }
    if (format == "livecam-link") {
        return text.empty() ? "" : check_link(text);
    }
    if (format == "livecam-site-url") {
        return text.empty() ? "" : check_site_url(text);
    }
    if (format == "livecam-time-zone") {
        return check_time_zone(text);
    }
    if (format == "livecam-path") {
        return check_path(text);
    }
    if (format == "livecam-header") {
        return check_header(text);
    }
    if (format == "livecam-json-pointer") {
        return text.empty() || text.front() == '/'
                   ? ""
                   : "must be a JSON Pointer, empty or such as \"/lifts/0/status\"";
    }
    if (format == "livecam-hsts") {
        return text.empty() ? "" : check_hsts(text);
    }
    if (format == "livecam-frame-ancestor") {
        return check_frame_ancestor(text);
    }
    if (format == "livecam-group-id") {
        return check_group_id(text);
    }
    if (format == "livecam-slug") {
        return is_slug(text, 200) ? "" : "must be 1 to 200 of a-z, 0-9 and -";
    }
    throw std::logic_error("conf/schema.json names an unknown format: " + std::string(format));
}

}  // namespace livecam::config
