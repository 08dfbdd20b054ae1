#include "ngx_module/pure/field.h"

namespace livecam::http {
namespace {

constexpr std::size_t kMaxNameBytes = 64;

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_token_char(char c) noexcept {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

constexpr std::string_view kReserved[] = {"accept-ranges",
                                          "age",
                                          "allow",
                                          "cache-control",
                                          "cache-status",
                                          "connection",
                                          "content-type",
                                          "content-length",
                                          "content-range",
                                          "content-encoding",
                                          "date",
                                          "etag",
                                          "keep-alive",
                                          "last-modified",
                                          "location",
                                          "retry-after",
                                          "server",
                                          "status",
                                          "te",
                                          "trailer",
                                          "upgrade",
                                          "x-content-type-options",
                                          "expires",
                                          "transfer-encoding"};

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool valid_field_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > kMaxNameBytes) {
        return false;
    }
    for (const char c : name) {
        if (!is_token_char(c)) {
            return false;
        }
    }
    return true;
}

bool valid_field_value(std::string_view value) noexcept {
    for (const char c : value) {
        if ((c < ' ' || c > '~') && c != '\t') {
            return false;
        }
    }
    return true;
}

bool reserved_field(std::string_view name) noexcept {
    for (const std::string_view reserved : kReserved) {
        if (equals_ignoring_case(name, reserved)) {
            return true;
        }
    }
    return false;
}

bool all_may_be_sent(std::string_view text) noexcept {
    std::string_view name;
    std::string_view value;
    for (int lines = 0; !text.empty(); ++lines) {
        if (lines == kMaxFieldLines || !next_field(text, name, value) ||
            !may_be_sent(name, value)) {
            return false;
        }
    }
    return true;
}

bool valid_location(std::string_view location) noexcept {
    if (location.empty() || location.size() > kMaxLocationBytes) {
        return false;
    }
    for (const char c : location) {
        if (c <= ' ' || c > '~') {
            return false;
        }
    }
    return true;
}

}  // namespace livecam::http
