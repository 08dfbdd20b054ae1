// How many bytes the store may use, held against what its file system can give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/error.h"

namespace livecam {

/// "512 MiB", "1.5 GiB", "37 KiB".
std::string human_bytes(std::uint64_t bytes);

/// What one frame costs: whole pages.
constexpr std::uint64_t frame_cost(std::uint64_t length) noexcept {
    return (length + 4095) & ~std::uint64_t{4095};
}

/// What the index and the named frames of a store take at the moment, in whole pages.
std::uint64_t held_bytes(int directory, int frames);

/// The budget for named frames. `wanted` empty: half of what is free together with what the store
/// holds already. Fails if `wanted` and the index do not fit, naming need, have and remedy.
Expected<std::uint64_t> frame_budget(int directory, const std::string& path,
                                     std::optional<std::uint64_t> wanted, std::uint64_t index_bytes,
                                     std::uint64_t held_bytes);

}  // namespace livecam
