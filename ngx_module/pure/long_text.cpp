#include "ngx_module/pure/long_text.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace livecam::http {
namespace {

constexpr std::size_t kFirstCapacity = 4096;
constexpr char kDigits[] = "0123456789abcdef";

}  // namespace

LongText::LongText(LongText&& other) noexcept {
    *this = std::move(other);
}

LongText& LongText::operator=(LongText&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(length_, other.length_);
    std::swap(capacity_, other.capacity_);
    std::swap(complete_, other.complete_);
    return *this;
}

LongText::~LongText() {
    std::free(data_);
}

bool LongText::reserve(std::size_t more) noexcept {
    if (capacity_ - length_ >= more) {
        return true;
    }
    std::size_t capacity = capacity_ != 0 ? capacity_ : kFirstCapacity;
    while (capacity - length_ < more) {
        capacity *= 2;
    }
    auto* grown = static_cast<char*>(std::realloc(data_, capacity));
    if (grown == nullptr) {
        complete_ = false;
        return false;
    }
    data_ = grown;
    capacity_ = capacity;
    return true;
}

void LongText::add(std::string_view text) noexcept {
    if (!text.empty() && reserve(text.size())) {
        std::memcpy(data_ + length_, text.data(), text.size());
        length_ += text.size();
    }
}

void LongText::add(std::uint64_t number) noexcept {
    char digits[20];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    add({digits, static_cast<std::size_t>(result.ptr - digits)});
}

void LongText::add_signed(std::int64_t number) noexcept {
    char digits[20];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    add({digits, static_cast<std::size_t>(result.ptr - digits)});
}

void LongText::add_hex16(std::uint64_t number) noexcept {
    char digits[16];
    for (std::size_t i = sizeof digits; i > 0; --i, number >>= 4) {
        digits[i - 1] = kDigits[number & 15];
    }
    add({digits, sizeof digits});
}

void LongText::add_seconds(std::uint64_t milliseconds) noexcept {
    add(milliseconds / 1000);
    const auto rest = static_cast<unsigned>(milliseconds % 1000);
    const char fraction[] = {'.', kDigits[rest / 100], kDigits[rest / 10 % 10], kDigits[rest % 10]};
    add({fraction, sizeof fraction});
}

void LongText::add_json(std::string_view text) noexcept {
    add("\"");
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == '"' || byte == '\\') {
            const char escaped[] = {'\\', c};
            add({escaped, 2});
        } else if (byte < 0x20) {
            const char escaped[] = {'\\', 'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]};
            add({escaped, 6});
        } else {
            add({&c, 1});
        }
    }
    add("\"");
}

}  // namespace livecam::http
