#include "sidecar/picture/decode.h"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string_view>

#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr std::uint64_t kMaxPixels = 16'000'000;
constexpr int kMaxScans = 64;
constexpr tjscalingfactor kEighth{1, 8};

struct Release {
    void operator()(void* handle) const noexcept { tjDestroy(handle); }
};

/// FF DA begins a scan; inside compressed data FF is never followed by DA. A thumbnail's may be
/// counted as well.
int count_scans(std::span<const std::byte> bytes) noexcept {
    int scans = 0;
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        scans += bytes[i - 1] == std::byte{0xFF} && bytes[i] == std::byte{0xDA} ? 1 : 0;
    }
    return scans;
}

}  // namespace

Inspection decode_jpeg(std::span<const std::byte> bytes, const Inspection& found) noexcept {
    if (std::uint64_t{found.width} * found.height > kMaxPixels) {
        return too_big(found.type, "JPEG: more than the 16 million pixels that verify decodes",
                       found.width, found.height);
    }
    if (count_scans(bytes) > kMaxScans) {
        return too_big(found.type, "JPEG: more than the 64 scans that verify decodes", found.width,
                       found.height);
    }
    const std::unique_ptr<void, Release> decoder(tjInitDecompress());
    const int width = TJSCALED(static_cast<int>(found.width), kEighth);
    const int height = TJSCALED(static_cast<int>(found.height), kEighth);
    const std::unique_ptr<unsigned char[]> pixels(
        new (std::nothrow) unsigned char[static_cast<std::size_t>(width) * height]);
    if (!decoder || !pixels) {
        return invalid(found.type, "JPEG: no memory to decode it");
    }
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (tjDecompress2(decoder.get(), data, bytes.size(), pixels.get(), width, width, height,
                      TJPF_GRAY, TJFLAG_STOPONWARNING) != 0) {
        return invalid(found.type, "JPEG: its compressed data is damaged");
    }
    return found;
}

}  // namespace livecam::picture
