#include "tests/e2e/config_text.h"

namespace livecam::e2e {

std::string config_text(const std::vector<CameraText>& cameras, const std::string& sections) {
    std::string text = "{" + sections + (sections.empty() ? "" : ", ") +
                       R"("groups": [{"id": "wall", "cameras": [)";
    const char* separator = "\n";
    for (const CameraText& camera : cameras) {
        text += separator;
        text += R"({"name": ")" + camera.name + R"(", "src": ")" + camera.src + '"' +
                (camera.more.empty() ? "" : ", " + camera.more) + "}";
        separator = ",\n";
    }
    return text + "]}]}\n";
}

}  // namespace livecam::e2e
