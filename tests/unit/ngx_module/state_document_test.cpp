#include "ngx_module/pure/state_document.h"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <chrono>

#include "ngx_module/pure/cameras.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam::http {
namespace {

constexpr std::string_view kOutline =
    "Prefix: /wall\nVersion: 00ff\nGroups: lcc bcc\n\n"
    "\"title\":\"T\",\"groups\":[{\"id\":\"lcc\"}]";

class StateDocumentTest : public StoreTest {
  protected:
    void put(StoreWriter& writer, const std::string& slug, std::uint64_t groups,
             std::int64_t stale_at = 5000) {
        Descriptor next;
        next.groups = groups;
        next.stale_at = stale_at;
        next.period_ms = 3000;
        ASSERT_TRUE(put_picture(writer, "/image/" + slug, "picture of " + slug, next));
    }

    StateDocument build(std::int64_t now = 2000, const Filter& filter = {}, bool alive = true) {
        return StateDocument::build(index(), Outline{kOutline}, filter, now, alive);
    }

    const IndexView& index() {
        EXPECT_TRUE(reader_.refresh(clock_ += 1000));
        return reader_.index();
    }

    static std::string whole(const StateDocument& document) {
        return std::string(document.head()) + "1795525373603" + std::string(document.tail());
    }

    StoreReader reader_ = reader();
    std::int64_t clock_ = 0;
};

TEST_F(StateDocumentTest, SaysAllOfEveryCamera) {
    StoreWriter writer = open();
    put(writer, "superior", 1);
    Descriptor failing;
    failing.kind = Kind::kFrames;
    failing.groups = 2;
    failing.reason = Reason::kTimeout;
    writer.publish_kind(*writer.ensure("/image/cardiff"), failing);

    rapidjson::Document json;
    const std::string text = whole(build());
    ASSERT_FALSE(json.Parse(text.c_str()).HasParseError()) << text;
    EXPECT_EQ(json["now"].GetInt64(), 1795525373603);
    EXPECT_EQ(json["generation"].GetUint64(), index().generation());
    EXPECT_STREQ(json["version"].GetString(), "00ff");
    EXPECT_EQ(json["id"].GetString(),
              std::string(json["epoch"].GetString()) + "-" + std::to_string(index().generation()));
    EXPECT_TRUE(json["sidecar_alive"].GetBool());
    EXPECT_FALSE(json["ready"].GetBool());
    EXPECT_STREQ(json["title"].GetString(), "T");
    ASSERT_EQ(json["cameras"].Size(), 2u);
    const auto& live = json["cameras"][0];
    EXPECT_STREQ(live["slug"].GetString(), "superior");
    EXPECT_STREQ(live["state"].GetString(), "live");
    EXPECT_STREQ(live["groups"][0].GetString(), "lcc");
    EXPECT_EQ(live["changed_at"].GetInt64(), 1000);
    EXPECT_EQ(live["stale_at"].GetInt64(), 5000);
    EXPECT_EQ(live["next_expected"].GetInt64(), 4000);
    EXPECT_THAT(live["image"].GetString(),
                testing::MatchesRegex("/wall/image/superior/[0-9a-f]{16}"));
    const auto& down = json["cameras"][1];
    EXPECT_STREQ(down["state"].GetString(), "down");
    EXPECT_STREQ(down["reason"].GetString(), "timeout");
    EXPECT_STREQ(down["groups"][0].GetString(), "bcc");
    EXPECT_TRUE(down["image"].IsNull());
    EXPECT_TRUE(down["changed_at"].IsNull());
}

TEST_F(StateDocumentTest, AGroupIsFilteredByItsBit) {
    StoreWriter writer = open();
    put(writer, "a", 1);
    put(writer, "b", 2);
    for (const Filter& filter : {Filter{.groups = 2}, Filter{.entry = 1}}) {
        const std::string text = whole(build(2000, filter));
        EXPECT_EQ(text.find("\"slug\":\"a\""), std::string::npos);
        EXPECT_NE(text.find("\"slug\":\"b\""), std::string::npos);
    }
}

TEST_F(StateDocumentTest, AChangeElsewhereIsAnotherDocumentWithTheSameHash) {
    StoreWriter writer = open();
    put(writer, "a", 1);
    const StateDocument before = build(2000, {.groups = 1});
    put(writer, "b", 2);
    const StateDocument after = build(2000, {.groups = 1});
    EXPECT_GT(after.generation(), before.generation());
    EXPECT_EQ(after.hash(), before.hash());
    EXPECT_FALSE(before.current(index(), 2000, true));
}

TEST_F(StateDocumentTest, ALookThatFoundNothingNewIsToldUnderTheSameHash) {
    StoreWriter writer = open();
    put(writer, "a", 1);
    const StateDocument before = build();
    Descriptor checked = writer.descriptor(0);
    checked.checked_at = 1900;
    checked.http_status = 304;
    writer.publish_check(0, checked);
    const StateDocument after = build();
    EXPECT_EQ(after.hash(), before.hash());
    rapidjson::Document json;
    ASSERT_FALSE(json.Parse(whole(after).c_str()).HasParseError());
    EXPECT_EQ(json["cameras"][0]["checked_at"].GetInt64(), 1900);
    EXPECT_EQ(json["cameras"][0]["http_status"].GetInt64(), 304);

    checked.period_ms += 500;
    writer.publish_check(0, checked);
    EXPECT_NE(build().hash(), before.hash());
}

TEST_F(StateDocumentTest, AWithheldPictureIsReplacedAndPagesAreNamed) {
    StoreWriter writer = open();
    put(writer, "a", 1);
    ASSERT_TRUE(put_body(writer, "/api/canyon/LCC/udot", "{}"));
    ASSERT_TRUE(put_body(writer, "/s/gone.png", "png"));
    Descriptor facts = writer.descriptor(1);
    facts.flags = kFlagAnnounced;
    facts.groups = 1;
    writer.publish_check(1, facts);
    Descriptor withheld = writer.descriptor(0);
    withheld.target = *writer.ensure("/s/gone.png");
    writer.publish_check(0, withheld);
    rapidjson::Document json;
    ASSERT_FALSE(json.Parse(whole(build()).c_str()).HasParseError());
    EXPECT_STREQ(json["cameras"][0]["image"].GetString(), "/wall/s/gone.png");
    EXPECT_STREQ(json["cameras"][0]["shown"].GetString(), "placeholder");
    ASSERT_EQ(json["pages"].Size(), 1u);
    EXPECT_STREQ(json["pages"][0]["path"].GetString(), "/wall/api/canyon/LCC/udot");
    EXPECT_EQ(json["pages"][0]["etag"].GetStringLength(), 16u);
    EXPECT_EQ(whole(build(2000, {.groups = 2})).find("udot"), std::string::npos);
}

TEST_F(StateDocumentTest, HoldsUntilAChangeOrADeadline) {
    StoreWriter writer = open();
    put(writer, "a", 1, 5000);
    const StateDocument document = build(2000);
    EXPECT_TRUE(document.current(index(), 4999, true));
    EXPECT_FALSE(document.current(index(), 5000, true));   // stale from here on
    EXPECT_FALSE(document.current(index(), 1999, true));   // the clock was set back
    EXPECT_FALSE(document.current(index(), 3000, false));  // the sidecar died
    put(writer, "b", 1);
    EXPECT_FALSE(document.current(index(), 3000, true));
}

TEST_F(StateDocumentTest, HashFollowsTheContentAndNotTheTimeOfBuilding) {
    StoreWriter writer = open();
    put(writer, "a", 1, 5000);
    EXPECT_EQ(build(2000).hash(), build(4999).hash());
    EXPECT_NE(build(4999).hash(), build(5000).hash());
    // A contact without a new picture changes nothing that a viewer sees.
    Descriptor checked = writer.descriptor(0);
    checked.checked_at = 3000;
    checked.next_expected = 6000;
    const std::uint64_t before = build(2000).hash();
    writer.publish_check(0, checked);
    EXPECT_EQ(build(2000).hash(), before);
}

TEST_F(StateDocumentTest, AFailingCameraTurnsWhenItsGraceEnds) {
    StoreWriter writer = open();
    put(writer, "a", 1, 90'000);
    Descriptor failing = writer.descriptor(0);
    failing.reason = Reason::kReset;
    failing.down_at = 4000;
    writer.publish_check(0, failing);
    EXPECT_NE(whole(build(3999)).find("\"state\":\"live\""), std::string::npos);
    EXPECT_FALSE(build(3999).current(index(), 4000, true));
    EXPECT_NE(whole(build(4000)).find("\"state\":\"down\""), std::string::npos);
}

TEST_F(StateDocumentTest, TenThousandCamerasAreSoonThere) {
    options.max_bytes = 256 << 20;
    options.entries = 20'000;
    options.key_bytes = 1 << 20;
    options.check_budget = false;
    StoreWriter writer = open();
    for (int i = 0; i < 10'000; ++i) {
        Descriptor next;
        next.kind = Kind::kFrames;
        next.groups = 1;
        writer.publish_kind(*writer.ensure("/image/some-camera-name-" + std::to_string(i)), next);
    }
    const IndexView& view = index();
    const auto begin = std::chrono::steady_clock::now();
    const StateDocument document = build();
    const auto middle = std::chrono::steady_clock::now();
    const Census census = take_census(view, 2000, true);
    const auto end = std::chrono::steady_clock::now();
    RecordProperty("document_us", static_cast<int>((middle - begin).count() / 1000));
    RecordProperty("census_us", static_cast<int>((end - middle).count() / 1000));
    EXPECT_GT(document.tail().size(), 1'000'000u);
    EXPECT_EQ(census.in_state[0], 10'000u);
    EXPECT_LT(middle - begin, std::chrono::seconds(1));  // a bound for sanitizers, too
}

}  // namespace
}  // namespace livecam::http
