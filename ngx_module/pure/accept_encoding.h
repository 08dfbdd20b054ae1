// Which of an entry's variants a client gets: Accept-Encoding with its weights (RFC 9110, 12.5.3).
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/descriptor.h"

namespace livecam::http {

/// As Content-Encoding and Accept-Encoding have it (RFC 9110, 8.4.1).
constexpr std::string_view to_string(Encoding encoding) noexcept {
    return encoding == Encoding::kGzip ? "gzip" : encoding == Encoding::kBrotli ? "br" : "identity";
}

/// A set of encodings: bit 1 << Encoding.
using EncodingSet = unsigned;

constexpr EncodingSet encoding_bit(Encoding encoding) noexcept {
    return 1U << static_cast<unsigned>(encoding);
}

class EncodingPreferences {
  public:
    /// One field line; several are one list (RFC 9110, 5.3). What cannot be parsed is left out. Any
    /// bytes are harmless, and the work is linear in their number.
    void add(std::string_view line) noexcept;

    /// The best of what is available: by weight, then by size (br, gzip, identity). Without any
    /// line, or if the client refuses everything, it is identity, or the first there is: a body
    /// that may be readable is worth more than a 406.
    Encoding pick(EncodingSet available) const noexcept;

  private:
    void add_element(std::string_view element) noexcept;
    int weight(Encoding encoding) const noexcept;

    static constexpr int kUnset = -1;
    // Thousandths, in the order of Encoding.
    int weights_[3] = {kUnset, kUnset, kUnset};
    int others_ = kUnset;  // "*"
};

}  // namespace livecam::http
