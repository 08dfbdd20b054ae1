#include "sidecar/config/pointer.h"

#include <algorithm>

#include "sidecar/config/text.h"

namespace livecam::config {
namespace {

bool is_number(std::string_view token) noexcept {
    return !token.empty() &&
           std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes the first token off; the pointer is not empty.
std::string_view take(std::string_view& pointer) noexcept {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    return token;
}

}  // namespace

std::string child(std::string_view pointer, std::string_view key) {
    std::string out(pointer);
    out += '/';
    for (const char c : escape(key, 80)) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string child(std::string_view pointer, std::size_t index) {
    return std::string(pointer) + '/' + std::to_string(index);
}

bool pointer_less(std::string_view a, std::string_view b) noexcept {
    while (!a.empty() && !b.empty()) {
        const std::string_view x = take(a), y = take(b);
        if (x != y) {
            if (is_number(x) && is_number(y) && x.size() != y.size()) {
                return x.size() < y.size();
            }
            return x < y;
        }
    }
    return a.empty() && !b.empty();
}

}  // namespace livecam::config
