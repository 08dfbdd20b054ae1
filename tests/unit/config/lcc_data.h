// The data.json that the tests read: the real one where it is, else a lookalike.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace livecam::config::testing {

struct LccData {
    std::string path;
    std::string text;
    bool real = false;
};

/// $LIVECAM_LCC_DATA, or the CMake option of that name, or the lookalike beside the tests with a
/// notice on stderr.
inline LccData lcc_data() {
    const char* given = std::getenv("LIVECAM_LCC_DATA");
    LccData data{given != nullptr ? given : LIVECAM_LCC_DATA, {}, true};
    std::ifstream file(data.path);
    if (!file) {
        std::cerr << "NOTICE: no " << data.path
                  << ": a lookalike stands in for lcc.live's data.json; set LIVECAM_LCC_DATA\n";
        data.path = LIVECAM_SOURCE_DIR "/tests/unit/config/data/lcc_live_lookalike.json";
        data.real = false;
        file = std::ifstream(data.path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    data.text = text.str();
    return data;
}

}  // namespace livecam::config::testing
