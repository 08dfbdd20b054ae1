#include "sidecar/fetch/validators.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

constexpr std::int64_t kDate = 1594029600000;
constexpr const char* kDateText = "Mon, 06 Jul 2020 10:00:00 GMT";

TEST(ValidatorsTest, AreOnlyUsableForThePictureTheyCameWith) {
    const Validators both{"\"a\"", kDateText, 7};
    EXPECT_TRUE(both.usable_for(7));
    EXPECT_FALSE(both.usable_for(8));
    EXPECT_FALSE(both.usable_for(0));
    EXPECT_FALSE((Validators{"\"a\"", "", 0}).usable_for(0));
    EXPECT_TRUE((Validators{"", kDateText, 7}).usable_for(7));
    EXPECT_FALSE((Validators{"", "", 7}).usable_for(7));
}

TEST(ValidatorsTest, OnlyPlainShortValuesAreSentBack) {
    EXPECT_EQ(repeatable("W/\"abc\""), "W/\"abc\"");
    EXPECT_EQ(repeatable("a\r\nX-Injected: 1"), "");
    EXPECT_EQ(repeatable("caf\xc3\xa9"), "");
    EXPECT_EQ(repeatable(std::string(1024, 'a')), std::string(1024, 'a'));
    EXPECT_EQ(repeatable(std::string(1025, 'a')), "");
}

TEST(ValidatorsTest, CapturedAtIsTheOriginsDateUnlessThatIsLaterThanNow) {
    EXPECT_EQ(captured_at(kDateText, kDate + 5000), kDate);
    EXPECT_EQ(captured_at(kDateText, kDate - 5000), kDate - 5000);
    EXPECT_EQ(captured_at("", kDate), 0);
    EXPECT_EQ(captured_at("yesterday-ish", kDate), 0);
}

}  // namespace
}  // namespace livecam::fetch
