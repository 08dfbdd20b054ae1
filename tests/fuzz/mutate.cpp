#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <array>

namespace livecam::fuzz {
namespace {

/// 0 … limit-1. Not std::uniform_int_distribution, whose results differ between libraries.
std::size_t below(std::size_t limit, Random& random) {
    return limit == 0 ? 0 : random() % limit;
}

void flip_bit(std::string& input, Random& random) {
    if (!input.empty()) {
        char& byte = input[below(input.size(), random)];
        byte = static_cast<char>(byte ^ 1 << below(8, random));
    }
}

void set_byte(std::string& input, Random& random) {
    if (!input.empty()) {
        input[below(input.size(), random)] = static_cast<char>(random());
    }
}

/// Overwrites 1, 2, 4 or 8 bytes with a number at which arithmetic tends to break.
void set_number(std::string& input, Random& random) {
    static constexpr std::array<std::uint64_t, 10> kNumbers = {
        0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF'FFFF, 0xFFFF'FFFF, 0x7FFF'FFFF'FFFF'FFFF, ~0ULL};
    const std::uint64_t number = kNumbers[below(kNumbers.size(), random)] - below(3, random);
    const std::size_t width = std::size_t{1} << below(4, random);
    const bool big_endian = below(2, random) == 1;
    if (input.size() < width) {
        return;
    }
    const std::size_t at = below(input.size() - width + 1, random);
    for (std::size_t i = 0; i < width; ++i) {
        input[at + (big_endian ? width - 1 - i : i)] = static_cast<char>(number >> 8 * i);
    }
}

std::string piece_of(const std::string& from, Random& random) {
    const std::size_t at = below(from.size(), random);
    return from.substr(at, 1 + below(std::min<std::size_t>(from.size() - at, 64), random));
}

void erase(std::string& input, Random& random) {
    const std::size_t at = below(input.size(), random);
    input.erase(at, 1 + below(32, random));
}

void insert(std::string& input, const std::string& piece, Random& random) {
    input.insert(below(input.size() + 1, random), piece);
}

/// The start of this input and the end of another.
void splice(std::string& input, const std::string& other, Random& random) {
    input.resize(below(input.size() + 1, random));
    input += other.substr(below(other.size() + 1, random));
}

void damage(std::string& input, const std::vector<std::string>& seeds, Random& random) {
    const std::string& other = seeds[below(seeds.size(), random)];
    switch (below(10, random)) {
        case 0:
        case 1:
            return flip_bit(input, random);
        case 2:
            return set_byte(input, random);
        case 3:
        case 4:
            return set_number(input, random);
        case 5:
            return erase(input, random);
        case 6:
            return insert(input, piece_of(input, random), random);
        case 7:
            return insert(input, piece_of(other, random), random);
        case 8:
            return splice(input, other, random);
        default:
            return input.resize(below(input.size() + 1, random));
    }
}

}  // namespace

std::string mutate(const std::vector<std::string>& seeds, std::size_t max_size, Random& random) {
    std::string input = seeds[below(seeds.size(), random)];
    for (std::size_t times = 1 + below(4, random); times > 0; --times) {
        damage(input, seeds, random);
    }
    input.resize(std::min(input.size(), max_size));
    return input;
}

}  // namespace livecam::fuzz
