#include "sidecar/feeds/json.h"

#include <rapidjson/error/en.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace livecam::feeds {
namespace {

constexpr std::size_t kMaxText = 4000;
constexpr double kMaxInteger = 9e15;  // exact in a double

std::string bounded(std::string text) {
    if (text.size() > kMaxText) {
        std::size_t end = kMaxText;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
            --end;
        }
        text.resize(end);
    }
    return text;
}

std::string number_text(double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.10g", value);
    return buffer;
}

std::optional<double> number_of(const Json& value) {
    if (value.IsNumber()) {
        return value.GetDouble();
    }
    if (!value.IsString() || value.GetStringLength() == 0) {
        return std::nullopt;
    }
    char* end = nullptr;
    const double number = std::strtod(value.GetString(), &end);
    const bool whole = end == value.GetString() + value.GetStringLength() && std::isfinite(number);
    return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

Expected<rapidjson::Document> parse_json(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) {
        return fail("an empty document instead of JSON");
    }
    if (bytes[first] == '<') {
        return fail("HTML instead of JSON");
    }
    rapidjson::Document document;
    // Iterative: as deep as memory allows, not as the stack does.
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
        bytes.data() + first, bytes.size() - first);
    if (document.HasParseError()) {
        return fail(
            "no JSON: " + std::string(rapidjson::GetParseError_En(document.GetParseError())) +
            " (at byte " + std::to_string(first + document.GetErrorOffset()) + " of " +
            std::to_string(bytes.size()) + ")");
    }
    return document;
}

const Json* member(const Json& object, const char* name) {
    if (!object.IsObject()) {
        return nullptr;
    }
    const auto found = object.FindMember(name);
    return found == object.MemberEnd() || found->value.IsNull() ? nullptr : &found->value;
}

std::optional<std::string> optional_text(const Json& object, const char* name) {
    const Json* value = member(object, name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->IsString()) {
        return bounded({value->GetString(), value->GetStringLength()});
    }
    if (value->IsInt64()) {
        return std::to_string(value->GetInt64());
    }
    if (value->IsNumber()) {
        return number_text(value->GetDouble());
    }
    if (value->IsBool()) {
        return value->GetBool() ? "true" : "false";
    }
    return std::nullopt;
}

std::string text(const Json& object, const char* name) {
    return optional_text(object, name).value_or("");
}

std::int64_t integer(const Json& object, const char* name) {
    const Json* value = member(object, name);
    if (value == nullptr) {
        return 0;
    }
    if (value->IsInt64()) {
        return value->GetInt64();
    }
    const double number = number_of(*value).value_or(0);
    return std::abs(number) <= kMaxInteger ? static_cast<std::int64_t>(number) : 0;
}

std::optional<double> real(const Json& object, const char* name) {
    const Json* value = member(object, name);
    return value == nullptr ? std::nullopt : number_of(*value);
}

bool truth(const Json& object, const char* name) {
    const Json* value = member(object, name);
    if (value == nullptr) {
        return false;
    }
    if (value->IsBool()) {
        return value->GetBool();
    }
    return value->IsString() ? lower(value->GetString()) == "true"
                             : number_of(*value).value_or(0) != 0;
}

std::int64_t moment(const std::string& text) {
    std::tm tm{};
    int end = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
                    &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &end) != 6 ||
        tm.tm_year < 1970 || tm.tm_year > 9999) {
        return 0;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    std::string zone = text.substr(static_cast<std::size_t>(end));
    if (zone.starts_with('.')) {
        zone.erase(0, std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
    }
    int hours = 0;
    int minutes = 0;
    if (zone.size() >= 5 && (zone[0] == '+' || zone[0] == '-')) {
        if (std::sscanf(zone.c_str() + 1, "%2d:%2d", &hours, &minutes) != 2 &&
            std::sscanf(zone.c_str() + 1, "%2d%2d", &hours, &minutes) != 2) {
            return 0;
        }
    } else if (zone != "Z") {
        return 0;
    }
    const std::int64_t offset = (hours * 60 + minutes) * 60;
    return std::max<std::int64_t>(
        0, static_cast<std::int64_t>(timegm(&tm)) - (zone[0] == '-' ? -offset : offset));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

}  // namespace livecam::feeds
