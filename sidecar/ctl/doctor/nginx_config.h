// nginx's configuration as `nginx -T` prints it: every file, the included ones as well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace livecam::ctl {

/// One directive; blocks are directives, too, and what is in them follows.
struct Directive {
    std::vector<std::string> words;  // the name first; never empty
};

/// As nginx reads it: words, quotes, comments. What ends in the middle of a directive is cut off.
std::vector<Directive> parse_nginx_config(std::string_view text);

/// Those of a name, in their order.
std::vector<Directive> directives(const std::vector<Directive>& all, std::string_view name);

}  // namespace livecam::ctl
