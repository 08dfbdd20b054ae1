// The change ring over one latched entry: the stores of IndexWriter::announce and the loads of
// IndexView::changes in their order and with their memory orders, which are not templates of a
// word.
#pragma once

#include "tests/model/relacy/latch_tests.h"

namespace livecam::model {

/// kOrders are those of the ring; the latch has all of its own.
template <Orders kOrders, int kReads>
struct RingCheck : rl::test_suite<RingCheck<kOrders, kReads>, 2> {
    static constexpr std::uint64_t kSlots = 1;  // so that the second change overwrites the first
    static constexpr std::uint64_t kPublishes = 2;

    Life life;
    Latch<Orders{}> latch;
    CheckedWord<kOrders> generation;
    CheckedWord<kOrders> slots[kSlots];

    void before() {
        latch.begin(life);
        generation.begin(Role::kSequence, life, 0);
        for (auto& slot : slots) {
            slot.begin(Role::kData, life, 0);
        }
    }

    void thread(unsigned index) {
        if (index == 0) {
            write();
        } else {
            read();
        }
    }

    void write() {
        for (std::uint64_t publish = 1; publish <= kPublishes; ++publish) {
            latch.write(value_of(publish));
            const std::uint64_t next = generation.load(std::memory_order_relaxed) + 1;
            slots[next % kSlots].store(next, std::memory_order_release);
            generation.store(next, std::memory_order_release);
        }
    }

    /// Whoever was told of generation n, and looks, sees what was published for it.
    void read() const {
        std::uint64_t since = 0;
        for (int i = 0; i < kReads; ++i) {
            const std::uint64_t until = generation.load(std::memory_order_acquire);
            RL_ASSERT(until >= since);
            for (std::uint64_t g = since + 1; g <= until; ++g) {
                const std::uint64_t slot = slots[g % kSlots].load(std::memory_order_acquire);
                RL_ASSERT(slot >= g);  // this change or a later one, never an earlier one
            }
            Value value{};
            RL_ASSERT(latch.read(value));
            RL_ASSERT(value[0] >= until);
            since = until;
        }
    }
};

}  // namespace livecam::model
