#include "shared/latch.h"

#include <gtest/gtest.h>

#include <thread>

namespace livecam {
namespace {

constexpr std::size_t kWords = 48;

struct Latch {
    std::atomic<std::uint64_t> sequence{0};
    std::atomic<std::uint64_t> copies[2][kWords] = {};
};

TEST(Latch, ReaderNeverSeesAMixOrGoesBack) {
    Latch latch;
    std::atomic<bool> done{false};
    std::atomic<int> started{0};
    const auto reader = [&] {
        std::uint64_t last = 0;
        std::array<std::uint64_t, kWords> value;
        started.fetch_add(1);
        while (!done.load(std::memory_order_relaxed)) {
            if (!latch_read(latch.sequence, latch.copies, value)) {
                continue;
            }
            for (const std::uint64_t word : value) {
                ASSERT_EQ(word, value[0]);
            }
            ASSERT_GE(value[0], last);
            last = value[0];
        }
    };
    std::thread a(reader);
    std::thread b(reader);
    while (started.load() < 2) {
        std::this_thread::yield();
    }
    std::array<std::uint64_t, kWords> value;
    for (std::uint64_t i = 1; i <= 200'000; ++i) {
        value.fill(i);
        latch_write(latch.sequence, latch.copies, value);
    }
    done.store(true);
    a.join();
    b.join();
}

TEST(Latch, HalfWrittenCopyOfADeadWriterIsNotSeen) {
    Latch latch;
    std::array<std::uint64_t, kWords> value;
    value.fill(7);
    latch_write(latch.sequence, latch.copies, value);
    for (std::size_t i = 0; i < kWords / 2; ++i) {
        latch.copies[0][i].store(8);  // the next writer's first half, then SIGKILL
    }
    std::array<std::uint64_t, kWords> seen;
    ASSERT_TRUE(latch_read(latch.sequence, latch.copies, seen));
    EXPECT_EQ(seen, value);
}

}  // namespace
}  // namespace livecam
