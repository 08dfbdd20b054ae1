// Whatever the bytes are: inspect stays inside them, and a picture that it calls complete is
// complete at exactly the length it says.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "sidecar/picture/inspect.h"

namespace {

using livecam::Reason;
using livecam::picture::Inspection;

void require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "picture_fuzz: broken promise: %s\n", what);
        std::abort();
    }
}

/// Inspects a block of exactly this size, so that a read behind it is seen by AddressSanitizer.
Inspection inspect_exactly(const std::byte* bytes, std::size_t size) {
    const auto copy = std::make_unique<std::byte[]>(size);
    std::copy_n(bytes, size, copy.get());
    return livecam::picture::inspect({copy.get(), size});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    const Inspection found = livecam::picture::inspect({bytes, size});
    if (found.reason != Reason::kNone) {
        require(found.reason == Reason::kInvalid || found.reason == Reason::kWrongType ||
                    found.reason == Reason::kTooBig,
                "a refusal has one of three reasons");
        require(found.detail[0] != '\0', "a refusal says why");
        require(found.length == 0, "a refusal has no length");
        return 0;
    }
    require(found.length > 0 && found.length <= size, "the length lies inside the body");
    require(found.width > 0 && found.height > 0, "a picture has dimensions");
    require(found.type != livecam::PictureType::kNone, "a picture has a type");

    const Inspection again = inspect_exactly(bytes, found.length);
    require(again.reason == Reason::kNone && again.length == found.length &&
                again.width == found.width && again.height == found.height &&
                again.type == found.type,
            "without its padding the picture is the same");
    require(inspect_exactly(bytes, found.length - 1).reason != Reason::kNone,
            "without its last byte the picture is not complete");
    return 0;
}
