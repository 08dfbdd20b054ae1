#include "sidecar/fetch/head_rule.h"

#include <gtest/gtest.h>

#include <vector>

namespace livecam::fetch {
namespace {

Fingerprint print_of(int version) {
    return {"\"" + std::to_string(version) + "\"", "", 1000};
}

/// A camera that ignores conditions, tells the truth, and changes every third answer.
HeadRule learned() {
    HeadRule rule;
    for (int i = 0; i < 9; ++i) {
        EXPECT_TRUE(i > 4 || !rule.head_first()) << i;
        rule.got(print_of(i / 3), 100 + static_cast<std::uint64_t>(i / 3));
    }
    return rule;
}

TEST(HeadRuleTest, HeadComesFirstWhenHeadersToldTheTruthAndMostAnswersWereAWaste) {
    EXPECT_TRUE(learned().head_first());
}

TEST(HeadRuleTest, NothingIsLearnedFromACameraThatNeverChanges) {
    HeadRule rule;
    for (int i = 0; i < 100; ++i) {
        rule.got(print_of(1), 5);
    }
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, ACameraWhoseHeadersChangeWithoutItsPictureIsNotTrusted) {
    HeadRule rule;
    for (int i = 0; i < 100; ++i) {
        rule.got(print_of(i), 5 + static_cast<std::uint64_t>(i / 10));
    }
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, ACameraWhosePictureChangesWithoutItsHeadersIsNotTrusted) {
    HeadRule rule;
    for (int i = 0; i < 100; ++i) {
        rule.got(print_of(1), 5 + static_cast<std::uint64_t>(i / 3));
    }
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, HeadersThatSayNothingProveNothing) {
    HeadRule rule;
    for (int i = 0; i < 100; ++i) {
        rule.got({}, 5);
    }
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, ACameraThatIsNewAtMostLooksIsAskedByGetAlone) {
    HeadRule rule = learned();
    int heads = 0;
    for (int i = 10; i < 40; ++i) {
        if (rule.head_first()) {
            ++heads;
            EXPECT_FALSE(rule.nothing_new(print_of(i)));
        }
        rule.got(print_of(i), 100 + static_cast<std::uint64_t>(i));
    }
    EXPECT_LE(heads, 3) << "never both every time";
}

TEST(HeadRuleTest, ACameraThatHonoursConditionsNeedsNoHead) {
    HeadRule rule = learned();
    rule.not_modified();
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, EveryTenthNothingNewIsCheckedAndALieIsFoundOut) {
    HeadRule rule = learned();
    for (int i = 1; i < HeadRule::kVerifyEvery; ++i) {
        EXPECT_TRUE(rule.nothing_new(print_of(2))) << i;
    }
    EXPECT_FALSE(rule.nothing_new(print_of(2))) << "checked by GET";
    rule.got(print_of(2), 102);
    EXPECT_TRUE(rule.head_first()) << "it was true";
    for (int i = 1; i < HeadRule::kVerifyEvery; ++i) {
        rule.nothing_new(print_of(2));
    }
    EXPECT_FALSE(rule.nothing_new(print_of(2)));
    rule.got(print_of(2), 777);
    EXPECT_FALSE(rule.head_first()) << "it lied";
    int pictures = 0;
    for (int version = 10; !rule.head_first() && pictures < 1000; ++pictures) {
        rule.got(print_of(version + pictures / 3), 1000 + static_cast<std::uint64_t>(pictures / 3));
    }
    EXPECT_GE(pictures, 50);
    EXPECT_LT(pictures, 70);
}

TEST(HeadRuleTest, FalseAlarmsEndIt) {
    HeadRule rule = learned();
    EXPECT_FALSE(rule.nothing_new(print_of(50)));
    rule.got(print_of(2), 102);
    EXPECT_TRUE(rule.head_first()) << "once may be a race";
    EXPECT_FALSE(rule.nothing_new(print_of(51)));
    rule.got(print_of(2), 102);
    EXPECT_FALSE(rule.head_first());
}

TEST(HeadRuleTest, EachTimeItIsFoundOutItTakesLongerToBeTrusted) {
    HeadRule rule = learned();
    int version = 100;
    std::vector<int> answers;
    for (int time = 0; time < 3; ++time) {
        rule.head_failed();
        int count = 0;
        for (; !rule.head_first() && count < 1000; ++count, ++version) {
            rule.got(print_of(version / 3), static_cast<std::uint64_t>(version / 3));
        }
        answers.push_back(count);
    }
    EXPECT_GE(answers[1], 2 * answers[0] - 10);
    EXPECT_GE(answers[2], 2 * answers[1] - 10);
}

TEST(HeadRuleTest, AHeadThatSaysNothingTwiceIsNoNews) {
    HeadRule rule = learned();
    EXPECT_FALSE(rule.nothing_new({}));
    rule.got({}, 102);
    ASSERT_TRUE(rule.head_first());
    EXPECT_FALSE(rule.nothing_new({})) << "equal, and still no proof";
}

TEST(HeadRuleTest, AHeadThatFailsEndsIt) {
    HeadRule rule = learned();
    rule.head_failed();
    EXPECT_FALSE(rule.head_first());
}

}  // namespace
}  // namespace livecam::fetch
