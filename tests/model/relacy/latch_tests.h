// What Relacy runs: one writer and two readers over one latch. The value of publish n is n in every
// word, so that a reader recognises a mixture.
#pragma once

#include "tests/model/relacy/checked_word.h"

namespace livecam::model {

inline constexpr std::size_t kWords = 2;
using Value = std::array<std::uint64_t, kWords>;

inline Value value_of(std::uint64_t publish) {
    return {publish, publish};
}

/// The two copies and the sequence of shared/latch.h.
template <Orders kOrders>
struct Latch {
    using Word = CheckedWord<kOrders>;
    Word sequence;
    Word copies[2][kWords];

    void begin(Life& life) {
        sequence.begin(Role::kSequence, life, 0);
        for (auto& copy : copies) {
            for (Word& word : copy) {
                word.begin(Role::kData, life, 0);
            }
        }
    }
    void write(const Value& value) { latch_write(sequence, copies, value); }
    bool read(Value& value) const { return latch_read(sequence, copies, value); }
};

/// Bait: one copy, and the sequence says only that it changed.
struct SingleCopy {
    using Word = CheckedWord<Orders{}>;
    Word sequence;
    Word copy[kWords];

    void begin(Life& life) {
        sequence.begin(Role::kSequence, life, 0);
        for (Word& word : copy) {
            word.begin(Role::kData, life, 0);
        }
    }
    void write(const Value& value) {
        const std::uint64_t next = sequence.load(std::memory_order_relaxed) + 1;
        for (std::size_t i = 0; i < kWords; ++i) {
            copy[i].store(value[i], std::memory_order_release);
        }
        sequence.store(next, std::memory_order_release);
    }
    bool read(Value& value) const {
        for (int tries = 0; tries < kLatchRetries; ++tries) {
            const std::uint64_t before = sequence.load(std::memory_order_acquire);
            for (std::size_t i = 0; i < kWords; ++i) {
                value[i] = copy[i].load(std::memory_order_acquire);
            }
            if (sequence.load(std::memory_order_relaxed) == before) {
                return true;
            }
        }
        return false;
    }
};

/// Bait: the plain seqlock, with orders that are right: an odd sequence says that the one copy is
/// being changed. It never shows a mixture, but a writer that dies half-way leaves it odd.
struct PlainSeqlock {
    using Word = CheckedWord<Orders{}>;
    Word sequence;
    Word copy[kWords];

    void begin(Life& life) {
        sequence.begin(Role::kSequence, life, 0);
        for (Word& word : copy) {
            word.begin(Role::kData, life, 0);
        }
    }
    void write(const Value& value) {
        const std::uint64_t even = sequence.load(std::memory_order_relaxed);
        sequence.store(even + 1, std::memory_order_relaxed);
        for (std::size_t i = 0; i < kWords; ++i) {
            copy[i].store(value[i], std::memory_order_release);
        }
        sequence.store(even + 2, std::memory_order_release);
    }
    bool read(Value& value) const {
        for (int tries = 0; tries < kLatchRetries; ++tries) {
            const std::uint64_t before = sequence.load(std::memory_order_acquire);
            for (std::size_t i = 0; i < kWords; ++i) {
                value[i] = copy[i].load(std::memory_order_acquire);
            }
            if (before % 2 == 0 && sequence.load(std::memory_order_relaxed) == before) {
                return true;
            }
        }
        return false;
    }
};

/// A writer may be killed after any of its stores.
enum class Killed { kNever, kAtAnyStore };

/// Two publishes; kReaders threads that read kReads times each. Killed: the first publish ends
/// after some of its stores, and whoever writes next publishes over what it left.
template <class Protocol, int kReaders, int kReads, Killed kKilled = Killed::kNever,
          int kPublishes = 2>
struct Check
    : rl::test_suite<Check<Protocol, kReaders, kReads, kKilled, kPublishes>, kReaders + 1> {
    Life life;
    Protocol protocol;

    void before() { protocol.begin(life); }

    void thread(unsigned index) {
        if (index == 0) {
            write();
        } else {
            read();
        }
    }

    void write() {
        for (int publish = 1; publish <= kPublishes; ++publish) {
            life.stores_left = Life::kForever;
            if (kKilled == Killed::kAtAnyStore && publish == 1) {
                life.stores_left = rl::rand(kWords + 1);
            }
            protocol.write(value_of(static_cast<std::uint64_t>(publish)));
        }
    }

    void read() const {
        std::uint64_t newest = 0;
        for (int i = 0; i < kReads; ++i) {
            Value value{};
            const bool read = protocol.read(value);
            RL_ASSERT(read);                  // never waits
            RL_ASSERT(value[0] == value[1]);  // never mixed
            RL_ASSERT(value[0] >= newest);    // never backwards
            newest = value[0];
        }
    }
};

}  // namespace livecam::model
