// A cursor over bytes that nobody vouches for. It cannot leave them: a read past the end yields
// zeros, exhausts the reader and makes ok() false from then on, so a walk may check ok() once per
// structure instead of once per field, and a loop over remaining() always ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace livecam::picture {

using Bytes = std::span<const std::byte>;

class ByteReader {
  public:
    explicit ByteReader(Bytes bytes) noexcept : bytes_(bytes) {}

    bool ok() const noexcept { return ok_; }
    std::size_t position() const noexcept { return position_; }
    std::size_t remaining() const noexcept { return bytes_.size() - position_; }

    /// The next n bytes, or an empty span and !ok() when fewer remain.
    Bytes take(std::uint64_t n) noexcept {
        if (n > remaining()) {
            ok_ = false;
            position_ = bytes_.size();
            return {};
        }
        const Bytes taken = bytes_.subspan(position_, static_cast<std::size_t>(n));
        position_ += taken.size();
        return taken;
    }

    void skip(std::uint64_t n) noexcept { take(n); }

    /// An unsigned integer of n bytes (0 to 8), most significant first. Of 0 bytes: 0.
    std::uint64_t be(unsigned n) noexcept {
        std::uint64_t value = 0;
        for (const std::byte b : take(n)) {
            value = value << 8 | std::to_integer<std::uint64_t>(b);
        }
        return value;
    }

    /// An unsigned integer of n bytes (0 to 8), least significant first.
    std::uint64_t le(unsigned n) noexcept {
        std::uint64_t value = 0;
        unsigned shift = 0;
        for (const std::byte b : take(n)) {
            value |= std::to_integer<std::uint64_t>(b) << shift;
            shift += 8;
        }
        return value;
    }

    std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(be(1)); }
    std::uint16_t be16() noexcept { return static_cast<std::uint16_t>(be(2)); }
    std::uint32_t be32() noexcept { return static_cast<std::uint32_t>(be(4)); }
    std::uint16_t le16() noexcept { return static_cast<std::uint16_t>(le(2)); }
    std::uint32_t le24() noexcept { return static_cast<std::uint32_t>(le(3)); }
    std::uint32_t le32() noexcept { return static_cast<std::uint32_t>(le(4)); }

    /// Moves to the next byte with this value; none: exhausts the reader and is !ok().
    bool seek(std::uint8_t value) noexcept {
        const void* found =
            remaining() == 0 ? nullptr : std::memchr(bytes_.data() + position_, value, remaining());
        if (found == nullptr) {
            ok_ = false;
            position_ = bytes_.size();
            return false;
        }
        position_ = static_cast<std::size_t>(static_cast<const std::byte*>(found) - bytes_.data());
        return true;
    }

  private:
    Bytes bytes_;
    std::size_t position_ = 0;
    bool ok_ = true;
};

/// Do the bytes begin with this text?
inline bool starts_with(Bytes bytes, std::string_view text) noexcept {
    return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

/// A four-character code as the integer that be32() reads: four_cc("IHDR").
consteval std::uint32_t four_cc(const char (&code)[5]) noexcept {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(code[i]);
    }
    return value;
}

}  // namespace livecam::picture
