// Configurations for livecamd as a test needs them.
#pragma once

#include <string>
#include <vector>

namespace livecam::e2e {

struct CameraText {
    std::string name;  // lower-case ASCII and digits, so that the slug is the name
    std::string src;
    std::string more{};  // further members: "\"tls\": \"off\""
};

/// One group, "wall". `sections` are further members of the document: "\"fetch\": {…}".
std::string config_text(const std::vector<CameraText>& cameras, const std::string& sections = "");

}  // namespace livecam::e2e
