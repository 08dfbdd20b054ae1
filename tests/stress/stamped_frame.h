// A frame that tells by its own bytes whose it is and whether it is whole, so that a torn or mixed
// one is recognised whatever the index says. Any length: of a short one, only its beginning is
// there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace livecam::stress {

struct Stamp {
    std::uint64_t camera = 0;
    std::uint64_t version = 0;

    bool operator==(const Stamp&) const = default;
};

/// Checksum, camera, version, length, then bytes that follow from them.
std::vector<std::byte> stamped_frame(Stamp stamp, std::size_t length);

enum class Verdict : std::uint8_t {
    kWhole,
    kTorn,   // its bytes do not belong together
    kMixed,  // whole, but of another camera
    kOther,  // whole and of this camera, but not the version that was promised
};

Verdict examine_frame(std::span<const std::byte> bytes, Stamp expected);

}  // namespace livecam::stress
