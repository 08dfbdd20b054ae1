#include "sidecar/fetch/log_line.h"

#include <algorithm>

namespace livecam::fetch {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// In any case: a secret that a redirect makes part of a host's name comes back in lower case.
void redact(std::string& text, std::string_view secret) {
    constexpr std::string_view kMask = "***";
    if (secret.empty()) {
        return;
    }
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    for (auto at = text.begin();;) {
        at = std::search(at, text.end(), secret.begin(), secret.end(), same);
        if (at == text.end()) {
            return;
        }
        const auto offset = at - text.begin();
        text.replace(static_cast<std::size_t>(offset), secret.size(), kMask);
        at = text.begin() + offset + static_cast<std::ptrdiff_t>(kMask.size());
    }
}

}  // namespace

std::string user_info_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        return {};
    }
    const std::string_view rest = url.substr(scheme + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t at = authority.rfind('@');
    return std::string(authority.substr(0, at == std::string_view::npos ? 0 : at));
}

std::string log_line(std::string_view text, std::span<const std::string> secrets) {
    constexpr std::size_t kMaxBytes = 200;
    std::string line(text);
    for (const std::string& secret : secrets) {
        redact(line, secret);
    }
    if (line.size() > kMaxBytes) {
        line.resize(kMaxBytes);
    }
    for (char& c : line) {
        c = c >= 0x20 && c < 0x7f ? c : '?';
    }
    return line;
}

}  // namespace livecam::fetch
