#include <algorithm>
#include <cerrno>
#include <fstream>

#include "sidecar/config/format.h"

namespace livecam::config {

std::string check_time_zone(std::string_view name) {
    // The name becomes part of a path: nothing but what IANA names consist of, and no way out.
    const bool plain = !name.empty() && name.size() <= 64 && name.front() != '/' &&
                       std::ranges::all_of(name, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') ||
                                  std::string_view("/_+-").find(c) != std::string_view::npos;
                       });
    if (name == "UTC") {
        return {};  // also where no time zones are installed
    }
    if (plain) {
        std::ifstream file("/usr/share/zoneinfo/" + std::string(name), std::ios::binary);
        char magic[4] = {};
        if (file.read(magic, sizeof magic) && std::string_view(magic, 4) == "TZif") {
            return {};
        }
    }
    return "is not a time zone under /usr/share/zoneinfo; use an IANA name such as America/Denver "
           "(Debian package tzdata)";
}

}  // namespace livecam::config
