#include "sidecar/picture/verbatim.h"

#include <strings.h>

#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

PictureType named(std::string_view content_type) noexcept {
    constexpr std::string_view kBlank = " \t";
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && kBlank.find(type.back()) != std::string_view::npos) {
        type.remove_suffix(1);
    }
    for (const PictureType known : {PictureType::kJpeg, PictureType::kPng, PictureType::kGif,
                                    PictureType::kWebp, PictureType::kAvif}) {
        const std::string_view name = media_type(known);
        if (name.size() == type.size() && strncasecmp(name.data(), type.data(), name.size()) == 0) {
            return known;
        }
    }
    return PictureType::kNone;
}

}  // namespace

Inspection take_verbatim(std::span<const std::byte> bytes, std::string_view content_type) noexcept {
    const PictureType type = named(content_type);
    if (type == PictureType::kNone) {
        return wrong_type("a Content-Type that names no JPEG, PNG, GIF, WebP or AVIF");
    }
    if (bytes.empty()) {
        return wrong_type("empty body");
    }
    if (is_markup(bytes)) {
        return wrong_type("markup that is called a picture");
    }
    const Inspection found = inspect(bytes);
    const bool agrees = found.reason == Reason::kNone && found.type == type;
    return complete(type, agrees ? found.width : 0, agrees ? found.height : 0, bytes.size());
}

}  // namespace livecam::picture
