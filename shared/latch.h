// A latched seqlock: two copies and a sequence word. The writer fills the copy that readers are not
// using and then makes one release store, so a writer killed at any instruction leaves readers a
// complete copy. A plain seqlock would leave them waiting for its end.
//
// Why it is enough: a reader that took sequence s reads copies[s & 1]. Those words change only for
// sequence s + 2, after the writer's release store of s + 1. If the reader's acquire load of a word
// sees such a late value, it synchronises with the release store of that word, which comes after
// the store of s + 1: the reader's second load of the sequence must then differ from s.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace livecam {

/// Only one thread of one process may call this at a time (the holder of the store's lock).
template <class Word, std::size_t N>
void latch_write(Word& sequence, Word (&copies)[2][N],
                 const std::array<std::uint64_t, N>& value) noexcept {
    const std::uint64_t next = sequence.load(std::memory_order_relaxed) + 1;
    Word(&spare)[N] = copies[next & 1];
    for (std::size_t i = 0; i < N; ++i) {
        // Pairs with the acquire in latch_read: who sees this word also sees the sequence before
        // it.
        spare[i].store(value[i], std::memory_order_release);
    }
    sequence.store(next, std::memory_order_release);  // pairs with the first load in latch_read
}

/// Retries that a reader may spend. Each one means that a publish ended while it was copying some
/// hundred bytes, so even a few are out of the ordinary.
inline constexpr int kLatchRetries = 64;

/// Copies the current value; false if every try met a publish. Waits for nobody.
template <class Word, std::size_t N>
bool latch_read(const Word& sequence, const Word (&copies)[2][N],
                std::array<std::uint64_t, N>& value) noexcept {
    for (int tries = 0; tries < kLatchRetries; ++tries) {
        const std::uint64_t before = sequence.load(std::memory_order_acquire);
        const Word(&current)[N] = copies[before & 1];
        for (std::size_t i = 0; i < N; ++i) {
            value[i] = current[i].load(std::memory_order_acquire);
        }
        if (sequence.load(std::memory_order_relaxed) == before) {
            return true;
        }
    }
    return false;
}

}  // namespace livecam
