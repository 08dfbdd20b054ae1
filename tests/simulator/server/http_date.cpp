#include "tests/simulator/server/http_date.h"

#include <ctime>

namespace livecam::sim {
namespace {

// The program never calls setlocale, so %a and %b are English as the RFC wants them.
constexpr const char* kForm = "%a, %d %b %Y %H:%M:%S GMT";

}  // namespace

std::string http_date(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, kForm, &parts)};
}

std::optional<std::int64_t> parse_http_date(const std::string& text) {
    std::tm parts{};
    const char* end = strptime(text.c_str(), kForm, &parts);
    if (end == nullptr || *end != '\0') {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(timegm(&parts));
}

}  // namespace livecam::sim
