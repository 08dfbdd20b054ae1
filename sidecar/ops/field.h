// A named value of an event in the log.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace livecam::ops {

struct Field {
    std::string_view key;  // ours: [a-z_]+, a literal
    std::variant<std::int64_t, double, std::string> value;

    Field(std::string_view name, std::string_view text) : key(name), value(std::string(text)) {}
    Field(std::string_view name, const std::string& text) : key(name), value(text) {}
    Field(std::string_view name, const char* text) : key(name), value(std::string(text)) {}
    Field(std::string_view name, std::integral auto number)
        : key(name), value(static_cast<std::int64_t>(number)) {}
    Field(std::string_view name, double number) : key(name), value(number) {}
};

using Fields = std::vector<Field>;

}  // namespace livecam::ops
