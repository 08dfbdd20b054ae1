// What the configuration's tests share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sidecar/config/load.h"

namespace livecam::config::testing {

/// The problems' lines of a text that must be refused, under the name "c.json".
inline std::vector<std::string> lines_of(std::string_view text) {
    const auto result = parse(text, "c.json");
    std::vector<std::string> lines;
    if (!result) {
        for (const Problem& problem : result.error()) {
            lines.push_back(problem.line());
        }
    }
    return lines;
}

/// A text that must be accepted; its problems are printed otherwise.
inline Config good(std::string_view text) {
    const auto result = parse(text, "c.json");
    for (const std::string& line : result ? std::vector<std::string>{} : lines_of(text)) {
        ADD_FAILURE() << line;
    }
    return result.value_or(Config{});
}

/// A whole configuration around one group's members, one camera's members, or top-level members.
inline std::string with_group(std::string_view members) {
    return R"({"groups": [{)" + std::string(members) + "}]}";
}
inline std::string with_cameras(std::string_view cameras) {
    return with_group(R"("id": "g", "cameras": [)" + std::string(cameras) + "]");
}
inline std::string with_camera(std::string_view members) {
    return with_cameras("{" + std::string(members) + "}");
}
inline std::string with_settings(std::string_view members) {
    return R"({"groups": [{"id": "g", "cameras": []}], )" + std::string(members) + "}";
}

inline auto only(std::string line) {
    return ::testing::ElementsAre(std::move(line));
}

}  // namespace livecam::config::testing
