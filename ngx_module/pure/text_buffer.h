// Text written into memory of a fixed size: what does not fit is left out as a whole, so that a
// reader never sees half an event.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace livecam::http {

class TextBuffer {
  public:
    TextBuffer(char* data, std::size_t capacity) noexcept : data_(data), capacity_(capacity) {}

    TextBuffer& operator<<(std::string_view text) noexcept {
        if (text.size() > capacity_ - size_) {
            full_ = true;
        } else if (!full_ && !text.empty()) {  // an empty one may have no address
            std::memcpy(data_ + size_, text.data(), text.size());
            size_ += text.size();
        }
        return *this;
    }

    TextBuffer& decimal(std::int64_t number) noexcept {
        char digits[20];
        const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
        return *this << std::string_view{digits, static_cast<std::size_t>(end - digits)};
    }

    /// 16 digits.
    TextBuffer& hex(std::uint64_t number) noexcept {
        char digits[16];
        for (int i = 15; i >= 0; --i, number >>= 4) {
            digits[i] = "0123456789abcdef"[number & 15];
        }
        return *this << std::string_view{digits, sizeof(digits)};
    }

    std::string_view text() const noexcept { return {data_, size_}; }
    std::size_t size() const noexcept { return size_; }
    bool full() const noexcept { return full_; }

    /// Takes back what was written after `size`.
    void rewind(std::size_t size) noexcept {
        size_ = size;
        full_ = false;
    }

  private:
    char* data_;
    std::size_t capacity_;
    std::size_t size_ = 0;
    bool full_ = false;
};

}  // namespace livecam::http
