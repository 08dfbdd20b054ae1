#include "sidecar/fetch/log_line.h"

namespace livecam::fetch {
namespace {

void redact(std::string& text, std::string_view secret) {
    constexpr std::string_view kMask = "***";
    if (secret.empty()) {
        return;
    }
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;
         at += kMask.size()) {
        text.replace(at, secret.size(), kMask);
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
