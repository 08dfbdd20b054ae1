#include "ngx_module/pure/event_id.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

std::string written(EventId id) {
    char memory[kMaxEventIdBytes];
    TextBuffer text{memory, sizeof(memory)};
    text << id;
    EXPECT_FALSE(text.full());
    return std::string(text.text());
}

TEST(EventIds, AreReadAsTheyAreWritten) {
    for (const EventId id : {EventId{1, 0}, EventId{0xfedcba9876543210, 42},
                             EventId{~std::uint64_t{0}, ~std::uint64_t{0} >> 1}}) {
        EXPECT_EQ(parse_event_id(written(id)), id) << written(id);
    }
    EXPECT_EQ(written({0xab, 7}), "00000000000000ab-7");
}

TEST(EventIds, HaveOneSpelling) {
    for (const char* text :
         {"", "-", "00000000000000ab", "00000000000000ab-", "ab-7", "00000000000000AB-7",
          "00000000000000ab-+7", "00000000000000ab--7", "00000000000000ab-7 ",
          "00000000000000ab-0x7", "00000000000000ab-18446744073709551616", "00000000000000ab_7",
          "00000000000000ab-000000000000000000007"}) {
        EXPECT_FALSE(parse_event_id(text)) << text;
    }
}

TEST(EventIds, OrAGenerationAloneSaySinceWhen) {
    EXPECT_EQ(parse_since("12", 0xab), (EventId{0xab, 12}));
    EXPECT_EQ(parse_since("00000000000000cd-7", 0xab), (EventId{0xcd, 7}));
    for (const char* text : {"", "-1", "+1", "1.5", "1 ", "0x1", "99999999999999999999", "cd-7",
                             "00000000000000cd-"}) {
        EXPECT_FALSE(parse_since(text, 0xab)) << text;
    }
}

TEST(TextBuffers, LeaveOutAsAWholeWhatDoesNotFit) {
    char memory[8];
    TextBuffer text{memory, sizeof(memory)};
    text << "1234"
         << "56789";
    EXPECT_TRUE(text.full());
    EXPECT_EQ(text.text(), "1234");
    text << "5";  // what follows a gap is left out too
    EXPECT_EQ(text.text(), "1234");
    text.rewind(2);
    text << "ab";
    text.decimal(-9);
    EXPECT_FALSE(text.full());
    EXPECT_EQ(text.text(), "12ab-9");
}

}  // namespace
}  // namespace livecam::http
