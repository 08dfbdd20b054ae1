#include "shared/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace livecam {

std::uint64_t key_hash(std::string_view key) noexcept {
    return XXH3_64bits(key.data(), key.size());
}

std::uint64_t content_hash(std::span<const std::byte> bytes) noexcept {
    const std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    return hash != 0 ? hash : 1;
}

}  // namespace livecam
