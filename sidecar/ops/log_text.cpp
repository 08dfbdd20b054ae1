#include "sidecar/ops/log_text.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <ctime>

#include "sidecar/config/text.h"

namespace livecam::ops {
namespace {

constexpr std::string_view kNotUtf8 = "\\ufffd";

unsigned code_point(std::string_view character) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    switch (character.size()) {
        case 1:
            return at(0);
        case 2:
            return (at(0) & 0x1Fu) << 6 | (at(1) & 0x3Fu);
        case 3:
            return (at(0) & 0x0Fu) << 12 | (at(1) & 0x3Fu) << 6 | (at(2) & 0x3Fu);
        default:
            return 0x10000;  // none that matters here
    }
}

/// Turns the direction of what follows, so that a reader sees another line than there is (UAX 9).
bool is_direction(unsigned point) {
    return point == 0x61C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// `marks` are escaped with a backslash.
void append_escaped(std::string& line, std::string_view text, std::string_view marks) {
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view character = text.substr(i, config::character_length(text, i));
        i += character.size();
        const unsigned point = code_point(character);
        if (character.size() == 1 && point >= 0x80) {
            line += kNotUtf8;
        } else if (config::is_control(character) || is_direction(point)) {
            line += point == '\n' ? "\\n" : fmt::format("\\u{:04x}", point);
        } else {
            if (character.size() == 1 && marks.find(character[0]) != std::string_view::npos) {
                line += '\\';
            }
            line += character;
        }
    }
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    append_escaped(line, text, "\"\\");
    line += '"';
}

bool is_bare(std::string_view text) {
    constexpr std::string_view kBare =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/@+-";
    return !text.empty() && text.find_first_not_of(kBare) == std::string_view::npos;
}

/// Neither JSON nor a reader knows what a number that is none would be.
std::string number_text(double number) {
    return std::isfinite(number) ? fmt::format("{:.3f}", number) : "null";
}

std::string_view level_name(Severity severity) {
    switch (severity) {
        case Severity::kCritical:
            return "critical";
        case Severity::kError:
            return "error";
        case Severity::kWarning:
            return "warning";
        case Severity::kInfo:
            return "info";
        case Severity::kDebug:
            break;
    }
    return "debug";
}

/// RFC 3339, in UTC.
std::string time_text(std::chrono::system_clock::time_point time) {
    const auto since = time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto rest = std::chrono::floor<std::chrono::milliseconds>(since - seconds);
    const std::time_t whole = seconds.count();
    std::tm parts{};
    ::gmtime_r(&whole, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       rest.count());
}

void append_value(std::string& line, const Field& field, bool json) {
    if (const auto* text = std::get_if<std::string>(&field.value)) {
        !json&& is_bare(*text) ? line.append(*text) : (append_quoted(line, *text), line);
    } else if (const auto* real = std::get_if<double>(&field.value)) {
        line += number_text(*real);
    } else {
        line += std::to_string(std::get<std::int64_t>(field.value));
    }
}

}  // namespace

std::string text_of(const Event& event) {
    std::string line;
    append_escaped(line, event.message, "");
    for (const Field& field : event.fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field, false);
    }
    return line;
}

std::string stamped_text_of(const Event& event) {
    return time_text(event.time) + " livecamd " + std::string(level_name(event.severity)) + ": " +
           text_of(event);
}

std::string json_of(const Event& event) {
    std::string line = R"({"time":")" + time_text(event.time) + R"(","level":")" +
                       std::string(level_name(event.severity)) + R"(","message":)";
    append_quoted(line, event.message);
    for (const Field& field : event.fields) {
        line += ",\"";
        line += field.key;
        line += "\":";
        append_value(line, field, true);
    }
    return line + '}';
}

}  // namespace livecam::ops
