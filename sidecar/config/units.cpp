#include "sidecar/config/units.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace livecam::config {
namespace {

struct Unit {
    std::string_view suffix;
    std::uint64_t factor;
};

// Largest first, as the writers try them.
constexpr std::array<Unit, 4> kDurations = {
    {{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizes = {
    {{"G", 1ull << 30}, {"M", 1ull << 20}, {"K", 1024}, {"", 1}}};

std::optional<std::uint64_t> parse(std::string_view text, std::span<const Unit> units) noexcept {
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    const std::string_view suffix = text.substr(static_cast<std::size_t>(rest - text.data()));
    for (const Unit& unit : units) {
        if (unit.suffix == suffix) {
            if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) /
                             unit.factor) {
                return std::nullopt;
            }
            return number * unit.factor;
        }
    }
    return std::nullopt;
}

std::string write(std::uint64_t value, std::span<const Unit> units) {
    for (const Unit& unit : units) {
        if (value >= unit.factor && value % unit.factor == 0) {
            return std::to_string(value / unit.factor) + std::string(unit.suffix);
        }
    }
    return "0" + std::string(units.back().suffix);
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    const auto value = parse(text, kDurations);
    if (!value) {
        return std::nullopt;
    }
    return std::chrono::milliseconds(static_cast<std::int64_t>(*value));
}

std::optional<std::uint64_t> parse_size(std::string_view text) noexcept {
    return parse(text, kSizes);
}

std::string duration_text(std::chrono::milliseconds duration) {
    return write(static_cast<std::uint64_t>(duration.count()), kDurations);
}

std::string size_text(std::uint64_t bytes) {
    return write(bytes, kSizes);
}

}  // namespace livecam::config
