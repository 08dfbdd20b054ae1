// Reproducible randomness: the same seed gives the same scene on every machine (the standard
// library's distributions do not promise that).
#pragma once

#include <cstdint>

namespace livecam::sim {

/// SplitMix64 (Steele, Lea, Flood 2014): one multiply-xorshift round per number.
constexpr std::uint64_t mix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ull;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(mix64(seed)) {}

    std::uint64_t next() { return mix64(state_ += 0x9E3779B97F4A7C15ull); }
    /// Uniform in [0, 1).
    float unit() { return static_cast<float>(next() >> 40) * 0x1p-24f; }
    float between(float low, float high) { return low + (high - low) * unit(); }
    bool chance(float probability) { return unit() < probability; }
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }

  private:
    std::uint64_t state_;
};

}  // namespace livecam::sim
