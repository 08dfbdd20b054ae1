#include "sidecar/pages/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

namespace livecam::pages {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // 32 KiB window, and a gzip header without a time
constexpr int kMemoryLevel = 9;

std::string gzip(std::string_view content, int level) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return {};
    }
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(result == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

std::string brotli(std::string_view content, int quality) {
    std::size_t length = BrotliEncoderMaxCompressedSize(content.size());
    std::string out(length, '\0');
    const auto done =
        BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, content.size(),
                              reinterpret_cast<const std::uint8_t*>(content.data()), &length,
                              reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(done == BROTLI_TRUE ? length : 0);
    return out;
}

std::string if_smaller(std::string variant, std::string_view content) {
    return variant.size() < content.size() ? std::move(variant) : std::string{};
}

}  // namespace

Effort effort_for(const Body& body) noexcept {
    return (body.flags & kFlagImmutable) != 0 ? kFixedEffort : kFollowingEffort;
}

Variants compress(std::string_view content, Effort effort) {
    if (content.size() < kMinCompressBytes) {
        return {};
    }
    return {if_smaller(gzip(content, effort.gzip), content),
            if_smaller(brotli(content, effort.brotli), content)};
}

}  // namespace livecam::pages
