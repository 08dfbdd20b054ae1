// Small random damage to a seed, as networks and hostile hands do it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace livecam::fuzz {

/// SplitMix64 (Steele, Lea, Flood 2014): a fresh one per run costs nothing, unlike mt19937's state.
class Random {
  public:
    explicit Random(std::uint64_t state) : state_(state) {}

    std::uint64_t operator()() {
        state_ += 0x9E3779B97F4A7C15;
        std::uint64_t z = state_;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

  private:
    std::uint64_t state_;
};

/// One of the seeds (at least one is given), changed in a few places and at most max_size long.
std::string mutate(const std::vector<std::string>& seeds, std::size_t max_size, Random& random);

}  // namespace livecam::fuzz
