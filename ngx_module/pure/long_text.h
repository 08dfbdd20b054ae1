// Text of any length, grown as it is written; without memory it stays as it is and says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace livecam::http {

class LongText {
  public:
    LongText() noexcept = default;
    LongText(LongText&& other) noexcept;
    LongText& operator=(LongText&& other) noexcept;
    ~LongText();

    void add(std::string_view text) noexcept;
    void add(std::uint64_t number) noexcept;
    void add_signed(std::int64_t number) noexcept;
    void add_hex16(std::uint64_t number) noexcept;  // 16 digits

    /// "12.345", the fraction always of three digits.
    void add_seconds(std::uint64_t milliseconds) noexcept;

    /// With its quotes; what may not stand in a JSON string is escaped (RFC 8259, 7).
    void add_json(std::string_view text) noexcept;

    std::string_view text() const noexcept { return {data_, length_}; }
    char* data() noexcept { return data_; }
    std::size_t size() const noexcept { return length_; }

    /// False if memory ran out: the text lacks something.
    bool complete() const noexcept { return complete_; }

  private:
    bool reserve(std::size_t more) noexcept;

    char* data_ = nullptr;
    std::size_t length_ = 0;
    std::size_t capacity_ = 0;
    bool complete_ = true;
};

}  // namespace livecam::http
