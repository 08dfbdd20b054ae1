// What a simulated picture says about itself, so that a reader can tell from the bytes alone which
// picture it holds and whether every byte of it arrived.
//
// The stamp is one JPEG COM segment (ITU-T T.81, B.2.4.5) before the scan, holding exactly
//
//     livecam-sim camera=<id> seq=<n> born=<ms> xxh64=<16 lower-case hex digits>
//
// where the hash is XXH64, seed 0, over the whole file with those 16 digits replaced by '0'. So one
// changed, missing or additional byte anywhere, the stamp itself included, is detected; bytes after
// the end marker count as well (a reader that trims padding must trim before it verifies).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace livecam::sim {

struct Stamp {
    std::string camera;          // [A-Za-z0-9._-]{1,64}
    std::uint64_t sequence = 0;  // born / interval: never goes backwards, even across restarts
    std::int64_t born_ms = 0;    // milliseconds since the Unix epoch
    std::uint64_t hash = 0;      // written by stamped() and verify(); also the picture's ETag

    friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// Whether `id` may name a camera: it must survive a URL path and the stamp's blanks.
bool valid_camera_id(std::string_view id) noexcept;

/// A copy of `jpeg` with the stamp inserted after its JFIF header; stamp.hash is set on return.
/// REQUIRES: `jpeg` begins with a start marker and valid_camera_id(stamp.camera).
std::vector<std::byte> stamped(std::span<const std::byte> jpeg, Stamp& stamp);

/// The stamp of an intact picture; nullopt if there is none or any byte differs from what was
/// stamped. Never throws for what `bytes` may hold; reads nothing beyond them.
std::optional<Stamp> verify(std::span<const std::byte> bytes);

}  // namespace livecam::sim
