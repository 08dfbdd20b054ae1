// The two hashes of the store. Both are XXH3-64 (stable since xxHash 0.8.0), unseeded, because
// their values outlive the process that computed them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace livecam {

std::uint64_t key_hash(std::string_view key) noexcept;

/// Of a payload's bytes; never 0, which stands for "none".
std::uint64_t content_hash(std::span<const std::byte> bytes) noexcept;

}  // namespace livecam
