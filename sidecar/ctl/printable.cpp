#include "sidecar/ctl/printable.h"

namespace livecam::ctl {

std::string printable(std::string_view text) {
    std::string shown(text);
    for (char& c : shown) {
        c = c >= ' ' && c <= '~' ? c : '?';
    }
    return shown;
}

}  // namespace livecam::ctl
