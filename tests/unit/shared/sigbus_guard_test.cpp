#include "shared/sigbus_guard.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>

namespace livecam {
namespace {

const volatile char* mapped_hole(int& fd) {
    fd = ::memfd_create("hole", 0);
    EXPECT_EQ(::ftruncate(fd, 8192), 0);
    void* address = ::mmap(nullptr, 8192, PROT_READ, MAP_SHARED, fd, 0);
    EXPECT_EQ(::ftruncate(fd, 0), 0);
    return static_cast<const volatile char*>(address);
}

TEST(SigbusGuard, HoleInAGuardedMappingReadsAsZeroAndMarksItDead) {
    ASSERT_TRUE(sigbus_guard::install());
    int fd = -1;
    const volatile char* hole = mapped_hole(fd);
    const int slot = sigbus_guard::add(const_cast<const char*>(hole), 8192);
    ASSERT_GE(slot, 0);
    EXPECT_FALSE(sigbus_guard::dead(slot));
    EXPECT_EQ(hole[5000], 0);
    EXPECT_TRUE(sigbus_guard::dead(slot));
    EXPECT_EQ(hole[0], 0);
    sigbus_guard::remove(slot);
    ::munmap(const_cast<char*>(hole), 8192);
    ::close(fd);
}

TEST(SigbusGuardDeathTest, OtherFaultsStillKill) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            ::signal(SIGBUS, SIG_DFL);  // a sanitizer's own handler would end it otherwise
            sigbus_guard::install();
            int fd = -1;
            const volatile char* hole = mapped_hole(fd);
            ::_exit(hole[0]);
        },
        testing::KilledBySignal(SIGBUS), "");
}

}  // namespace
}  // namespace livecam
