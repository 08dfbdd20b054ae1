#include "ngx_module/pure/event_text.h"

#include <gtest/gtest.h>

#include <string>

namespace livecam::http {
namespace {

Descriptor camera() {
    Descriptor descriptor;
    descriptor.kind = Kind::kFrames;
    descriptor.frame_count = 1;
    descriptor.frames[0].serial = 5;
    descriptor.frames[0].etag = 0xab;
    descriptor.frames[0].changed_at = 1000;
    descriptor.stale_at = 2000;
    return descriptor;
}

template <class Put>
std::string written(Put put) {
    char memory[kMaxEventBytes];
    TextBuffer text{memory, sizeof(memory)};
    put(text);
    EXPECT_FALSE(text.full());
    return std::string(text.text());
}

TEST(EventText, OfAFrameNamesItsImmutableAddress) {
    const Descriptor descriptor = camera();
    EXPECT_EQ(
        written([&](TextBuffer& text) {
            put_frame_event(text, {"/cams", "mole", "", descriptor, CameraState::kLive}, {1, 9});
        }),
        "event: frame\n"
        "data: {\"camera\":\"mole\",\"image\":\"/cams/image/mole/00000000000000ab\","
        "\"shown\":\"picture\",\"changed_at\":1000,\"stale_at\":2000,"
        "\"state\":\"live\"}\n"
        "id: 0000000000000001-9\n\n");
}

TEST(EventText, WithoutAPictureHasNoAddressAndNoTimes) {
    Descriptor descriptor = camera();
    descriptor.frame_count = 0;
    EXPECT_EQ(
        written([&](TextBuffer& text) {
            put_state_event(text, {"", "mole", "", descriptor, CameraState::kPending}, {1, 9});
        }),
        "event: state\n"
        "data: {\"camera\":\"mole\",\"image\":null,\"shown\":\"nothing\","
        "\"changed_at\":null,\"stale_at\":null,\"state\":\"pending\"}\n"
        "id: 0000000000000001-9\n\n");
}

TEST(EventText, OfAWithheldPictureSaysWhatStandsForIt) {
    Descriptor descriptor = camera();
    descriptor.target = 7;
    EXPECT_EQ(written([&](TextBuffer& text) {
                  put_state_event(text,
                                  {"/cams", "mole", "/s/gone.png", descriptor, CameraState::kDown},
                                  {1, 9});
              }),
              "event: state\n"
              "data: {\"camera\":\"mole\",\"image\":\"/cams/s/gone.png\","
              "\"shown\":\"placeholder\",\"changed_at\":1000,\"stale_at\":2000,"
              "\"state\":\"down\"}\n"
              "id: 0000000000000001-9\n\n");
    descriptor.target = layout::kAnyEntry;
    descriptor.status = 503;
    EXPECT_NE(written([&](TextBuffer& text) {
                  put_state_event(text, {"", "mole", "", descriptor, CameraState::kDown}, {1, 9});
              }).find("\"image\":null,\"shown\":\"nothing\",\"changed_at\":1000"),
              std::string::npos);
}

TEST(EventText, OfPagesAndVersions) {
    EXPECT_EQ(written([](TextBuffer& text) {
                  put_page_event(text, "/cams", "/lcc.json", 0xab, {1, 9});
              }),
              "event: page\ndata: {\"path\":\"/cams/lcc.json\",\"etag\":\"00000000000000ab\"}\n"
              "id: 0000000000000001-9\n\n");
    EXPECT_EQ(written([](TextBuffer& text) {
                  put_version_event(text, "ab12", {1, 9});
              }),
              "event: version\ndata: {\"version\":\"ab12\"}\nid: 0000000000000001-9\n\n");
}

TEST(EventText, FitsWithTheLongestNamesThereAre) {
    const std::string name(kMaxEventNameBytes, 'a');
    const std::string prefix = "/" + std::string(kMaxPrefixBytes - 1, 'b');
    Descriptor descriptor = camera();
    descriptor.frames[0].changed_at = descriptor.stale_at = INT64_MAX;
    written([&](TextBuffer& text) {
        put_frame_event(text, {prefix, name, "", descriptor, CameraState::kPending},
                        {~std::uint64_t{0}, ~std::uint64_t{0}});
    });
}

TEST(EventText, NamesThatCouldBreakOutAreNotPlain) {
    for (const char* name : {"mole", "a/b", "lcc.json", "A-1_~"}) {
        EXPECT_TRUE(plain_name(name)) << name;
    }
    for (const char* name : {"", "a\"b", "a\nb", "a b", "a\\b", "<a>", "\xc3\xa4", "a&b"}) {
        EXPECT_FALSE(plain_name(name)) << name;
    }
    EXPECT_FALSE(plain_name(std::string(kMaxEventNameBytes + 1, 'a')));
}

}  // namespace
}  // namespace livecam::http
