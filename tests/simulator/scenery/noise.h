// Gradient noise and the fractals made of it.
#pragma once

#include <array>
#include <cstdint>

namespace livecam::sim {

/// Perlin's gradient noise (Perlin 2002), two dimensions, about -1…1, period 256 in both.
class Noise {
  public:
    explicit Noise(std::uint64_t seed);

    /// `mask` is the period in x minus one: a power of two minus one, at most 255.
    float at(float x, float y, int mask = 255) const;

    /// Sum of `octaves` octaves, each half as wide and half as strong: clouds, patches. With a
    /// mask, the sum is periodic in x as well.
    float fractal(float x, float y, int octaves, int mask = 255) const;

    /// Ridged multifractal (Musgrave 1998), 0…~1.2: crests are sharp and carry the detail, valleys
    /// stay smooth, as in eroded mountains.
    float ridged(float x, float y, int octaves) const;

  private:
    std::array<std::uint8_t, 512> permutation_;
};

}  // namespace livecam::sim
