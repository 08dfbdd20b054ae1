#include "shared/descriptor.h"

#include <cstring>

namespace livecam {
namespace {

constexpr std::size_t kTypeWord = 16;
constexpr std::size_t kFramesWord = 24;
constexpr std::size_t kFrameWords = 6;
constexpr std::uint64_t kDimensionMask = 0xFFFFFF;
constexpr std::uint8_t kLastKind = static_cast<std::uint8_t>(Kind::kVersion);
constexpr std::uint8_t kLastPicture = static_cast<std::uint8_t>(PictureType::kAvif);
constexpr std::uint8_t kLastEncoding = static_cast<std::uint8_t>(Encoding::kBrotli);

static_assert(kFramesWord + kFrameWords * layout::kMaxFrames == layout::kDescriptorWords);
static_assert(kTypeWord + layout::kContentTypeBytes / 8 == kFramesWord);

constexpr std::uint64_t pack(std::uint64_t low, std::uint64_t high) noexcept {
    return (low & 0xFFFFFFFF) | (high << 32);
}

bool visible_ascii(std::string_view text) noexcept {
    for (const char c : text) {
        if (c < 0x20 || c > 0x7E) {
            return false;
        }
    }
    return true;
}

void encode_frame(const FrameRef& frame, std::uint64_t* out) noexcept {
    out[0] = frame.serial;
    out[1] = frame.etag;
    out[2] = frame.length;
    out[3] = static_cast<std::uint64_t>(frame.changed_at);
    out[4] = static_cast<std::uint64_t>(frame.captured_at);
    out[5] = static_cast<std::uint64_t>(frame.type) |
             static_cast<std::uint64_t>(frame.encoding) << 8 |
             (frame.width & kDimensionMask) << 16 | (frame.height & kDimensionMask) << 40;
}

void decode_frame(const std::uint64_t* in, FrameRef& frame) noexcept {
    frame.serial = in[0];
    frame.etag = in[1];
    frame.length = in[2];
    frame.changed_at = static_cast<std::int64_t>(in[3]);
    frame.captured_at = static_cast<std::int64_t>(in[4]);
    const auto type = static_cast<std::uint8_t>(in[5]);
    const auto encoding = static_cast<std::uint8_t>(in[5] >> 8);
    frame.type = type <= kLastPicture ? static_cast<PictureType>(type) : PictureType::kNone;
    frame.encoding =
        encoding <= kLastEncoding ? static_cast<Encoding>(encoding) : Encoding::kIdentity;
    frame.width = static_cast<std::uint32_t>(in[5] >> 16 & kDimensionMask);
    frame.height = static_cast<std::uint32_t>(in[5] >> 40 & kDimensionMask);
}

}  // namespace

std::string_view Descriptor::type() const noexcept {
    return {content_type.data(), strnlen(content_type.data(), content_type.size())};
}

bool Descriptor::set_type(std::string_view text) noexcept {
    if (text.size() >= content_type.size() || !visible_ascii(text)) {
        return false;
    }
    content_type.fill('\0');
    std::memcpy(content_type.data(), text.data(), text.size());
    return true;
}

Freshness Descriptor::freshness() const noexcept {
    return {has_picture(), reason, frame_count > 0 ? frames[0].changed_at : 0, stale_at, down_at};
}

DescriptorWords encode(const Descriptor& d) noexcept {
    DescriptorWords w{};
    w[0] = static_cast<std::uint64_t>(d.kind) | static_cast<std::uint64_t>(d.flags) << 8 |
           static_cast<std::uint64_t>(d.status) << 16 | static_cast<std::uint64_t>(d.reason) << 32 |
           static_cast<std::uint64_t>(d.http_status) << 48;
    w[1] = d.generation;
    w[2] = pack(d.max_age_s, d.stale_while_revalidate_s);
    w[3] = static_cast<std::uint64_t>(d.checked_at);
    w[4] = static_cast<std::uint64_t>(d.next_expected);
    w[5] = static_cast<std::uint64_t>(d.stale_at);
    w[6] = static_cast<std::uint64_t>(d.down_at);
    w[7] = pack(d.period_ms, d.failures);
    w[8] = d.groups;
    w[9] = d.headers_serial;
    w[10] = pack(d.headers_length, d.frame_count);
    w[11] = d.target;
    std::memcpy(&w[kTypeWord], d.content_type.data(), d.content_type.size());
    for (std::size_t i = 0; i < d.frames.size(); ++i) {
        encode_frame(d.frames[i], &w[kFramesWord + i * kFrameWords]);
    }
    return w;
}

Descriptor decode(const DescriptorWords& words) noexcept {
    Descriptor descriptor;
    decode(words, descriptor);
    return descriptor;
}

void decode(const DescriptorWords& w, Descriptor& d) noexcept {
    const auto kind = static_cast<std::uint8_t>(w[0]);
    d.kind = kind <= kLastKind ? static_cast<Kind>(kind) : Kind::kNone;
    d.flags = static_cast<std::uint8_t>(w[0] >> 8);
    d.status = static_cast<std::uint16_t>(w[0] >> 16);
    d.reason = static_cast<Reason>(static_cast<std::uint16_t>(w[0] >> 32));
    d.http_status = static_cast<std::uint16_t>(w[0] >> 48);
    d.generation = w[1];
    d.max_age_s = static_cast<std::uint32_t>(w[2]);
    d.stale_while_revalidate_s = static_cast<std::uint32_t>(w[2] >> 32);
    d.checked_at = static_cast<std::int64_t>(w[3]);
    d.next_expected = static_cast<std::int64_t>(w[4]);
    d.stale_at = static_cast<std::int64_t>(w[5]);
    d.down_at = static_cast<std::int64_t>(w[6]);
    d.period_ms = static_cast<std::uint32_t>(w[7]);
    d.failures = static_cast<std::uint32_t>(w[7] >> 32);
    d.groups = w[8];
    d.headers_serial = w[9];
    d.headers_length = static_cast<std::uint32_t>(w[10]);
    const std::uint64_t frame_count = w[10] >> 32;
    d.frame_count = static_cast<std::uint8_t>(
        frame_count < layout::kMaxFrames ? frame_count : layout::kMaxFrames);
    d.target = static_cast<std::uint32_t>(w[11]);
    std::memcpy(d.content_type.data(), &w[kTypeWord], d.content_type.size());
    // A picture's is empty: its frames say what they are.
    if (d.content_type[0] == '\0') {
        d.content_type.fill('\0');
    } else if (d.type().size() == d.content_type.size() || !visible_ascii(d.type())) {
        d.content_type.fill('\0');
    }
    for (std::size_t i = 0; i < d.frames.size(); ++i) {
        if (i < d.frame_count) {
            decode_frame(&w[kFramesWord + i * kFrameWords], d.frames[i]);
        } else {
            d.frames[i] = {};
        }
    }
}

}  // namespace livecam
