#include "tests/simulator/stamp.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace livecam::sim {
namespace {

constexpr std::string_view kPrefix = "livecam-sim ";
constexpr std::size_t kDigits = 16;
constexpr std::string_view kZeros = "0000000000000000";

constexpr unsigned kStartOfImage = 0xD8;
constexpr unsigned kStartOfScan = 0xDA;
constexpr unsigned kEndOfImage = 0xD9;
constexpr unsigned kApp0 = 0xE0;
constexpr unsigned kComment = 0xFE;

unsigned at(std::span<const std::byte> bytes, std::size_t i) {
    return std::to_integer<unsigned>(bytes[i]);
}

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// XXH64 of `bytes` as if the 16 digits at `digits` were zeros.
std::uint64_t hash_without(std::span<const std::byte> bytes, std::size_t digits) {
    XXH64_state_t state;
    XXH64_reset(&state, 0);
    XXH64_update(&state, bytes.data(), digits);
    XXH64_update(&state, kZeros.data(), kDigits);
    const auto rest = bytes.subspan(digits + kDigits);
    XXH64_update(&state, rest.data(), rest.size());
    return XXH64_digest(&state);
}

/// Offset and length of the stamp's text in `bytes`: the first comment that begins like one.
std::optional<std::pair<std::size_t, std::size_t>> find_comment(std::span<const std::byte> bytes) {
    if (bytes.size() < 4 || at(bytes, 0) != 0xFF || at(bytes, 1) != kStartOfImage) {
        return std::nullopt;
    }
    for (std::size_t pos = 2; pos + 4 <= bytes.size();) {
        const unsigned marker = at(bytes, pos + 1);
        if (at(bytes, pos) != 0xFF || marker == kStartOfScan || marker == kEndOfImage) {
            return std::nullopt;
        }
        const std::size_t length = at(bytes, pos + 2) << 8 | at(bytes, pos + 3);
        if (length < 2 || pos + 2 + length > bytes.size()) {
            return std::nullopt;
        }
        const auto payload = bytes.subspan(pos + 4, length - 2);
        if (marker == kComment && text_of(payload).starts_with(kPrefix)) {
            return std::pair{pos + 4, payload.size()};
        }
        pos += 2 + length;
    }
    return std::nullopt;
}

/// Takes "<key>=<value>" and the blank after it off the front of `text`.
std::optional<std::string_view> take(std::string_view& text, std::string_view key) {
    if (!text.starts_with(key) || text.size() <= key.size() || text[key.size()] != '=') {
        return std::nullopt;
    }
    text.remove_prefix(key.size() + 1);
    const auto end = std::min(text.find(' '), text.size());
    const auto value = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return value;
}

template <typename Int>
bool parse(std::string_view text, Int& value, int base = 10) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

bool valid_camera_id(std::string_view id) noexcept {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), fits);
}

std::vector<std::byte> stamped(std::span<const std::byte> jpeg, Stamp& stamp) {
    std::string text = std::string{kPrefix} + "camera=" + stamp.camera +
                       " seq=" + std::to_string(stamp.sequence) +
                       " born=" + std::to_string(stamp.born_ms) + " xxh64=" + std::string{kZeros};
    // JFIF wants its APP0 right behind the start marker, so the stamp goes behind that.
    std::size_t insert = 2;
    if (jpeg.size() >= 6 && at(jpeg, 3) == kApp0) {
        insert += 2 + (at(jpeg, 4) << 8 | at(jpeg, 5));
    }
    const std::size_t length = text.size() + 2;
    std::vector<std::byte> out;
    out.reserve(jpeg.size() + text.size() + 4);
    out.assign(jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(insert));
    for (const std::size_t byte : {std::size_t{0xFF}, std::size_t{kComment}, length >> 8, length}) {
        out.push_back(static_cast<std::byte>(byte & 0xFF));
    }
    const auto comment = std::as_bytes(std::span{text});
    out.insert(out.end(), comment.begin(), comment.end());
    const std::size_t digits = out.size() - kDigits;
    out.insert(out.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(insert), jpeg.end());

    stamp.hash = hash_without(out, digits);
    char hex[kDigits + 1];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(stamp.hash));
    std::transform(hex, hex + kDigits, out.begin() + static_cast<std::ptrdiff_t>(digits),
                   [](char c) { return static_cast<std::byte>(c); });
    return out;
}

std::optional<Stamp> verify(std::span<const std::byte> bytes) {
    const auto comment = find_comment(bytes);
    if (!comment) {
        return std::nullopt;
    }
    auto text = text_of(bytes.subspan(comment->first, comment->second)).substr(kPrefix.size());
    const auto camera = take(text, "camera");
    const auto sequence = take(text, "seq");
    const auto born = take(text, "born");
    const auto hash = take(text, "xxh64");
    Stamp stamp;
    if (!camera || !sequence || !born || !hash || !text.empty() || !valid_camera_id(*camera) ||
        !parse(*sequence, stamp.sequence) || !parse(*born, stamp.born_ms) ||
        hash->size() != kDigits || !parse(*hash, stamp.hash, 16) ||
        std::any_of(hash->begin(), hash->end(), [](char c) { return c >= 'A' && c <= 'F'; })) {
        return std::nullopt;
    }
    stamp.camera = *camera;
    const std::size_t digits = comment->first + comment->second - kDigits;
    if (hash_without(bytes, digits) != stamp.hash) {
        return std::nullopt;
    }
    return stamp;
}

}  // namespace livecam::sim
