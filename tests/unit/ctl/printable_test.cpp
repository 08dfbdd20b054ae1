#include "sidecar/ctl/printable.h"

#include <gtest/gtest.h>

namespace livecam::ctl {
namespace {

TEST(Printable, OneColumnForEachByteWhateverItWas) {
    EXPECT_EQ(printable("lock-2 ~!"), "lock-2 ~!");
    EXPECT_EQ(printable("a\x1b[2Jb\n\x7f"), "a?[2Jb??");
    EXPECT_EQ(printable("\xE5\xB1\xB1\xC2\x9B"), "?????");
    EXPECT_EQ(printable(std::string_view("\0x", 2)), "?x");
}

}  // namespace
}  // namespace livecam::ctl
