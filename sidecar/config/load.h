// From a file to a Config, or to everything that is wrong with it at once.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "sidecar/config/config.h"

namespace livecam::config {

/// One thing that is wrong: which file, where in it (an RFC 6901 JSON pointer; "" is the whole
/// document), the value as JSON text (cut at 80 characters; never a secret), and the rule it breaks
/// together with the remedy.
struct Problem {
    std::string file;
    std::string pointer;
    std::string value;
    std::string rule;

    /// "cameras.json: /groups/0/id: "s": is the name of a route; choose another id"
    std::string line() const;
};

using Problems = std::vector<Problem>;

/// Reads and validates a configuration of our own shape (conf/schema.json) or an lcc.live
/// data.json, told apart by their shape, and the files that cameras' settings name. Never throws
/// for what a file may contain.
tl::expected<Config, Problems> load(const std::string& path);

/// The same for text already read; `name` stands for the file in problems. Files named in the text
/// are not read.
tl::expected<Config, Problems> parse(std::string_view text, const std::string& name);

}  // namespace livecam::config
