// The feeds' settings: what is wrong is named with its value, its limit and the remedy.
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::good;
using testing::lines_of;
using testing::only;
using testing::with_settings;

struct Case {
    const char* name;
    const char* feeds;  // members of "feeds"
    const char* line;   // without "c.json: /feeds"
};

void PrintTo(const Case& test, std::ostream* out) {
    *out << test.name;
}

class FeedSettings : public ::testing::TestWithParam<Case> {};

TEST_P(FeedSettings, ProblemIsOneLineWithPlaceValueAndRemedy) {
    EXPECT_THAT(lines_of(with_settings(R"("feeds": {)" + std::string(GetParam().feeds) + "}")),
                only("c.json: /feeds" + std::string(GetParam().line)));
}

#define LIVECAM_JSON(members) R"("json": [{"id": "a", "url": "http://h/", )" members "}]"
#define LIVECAM_CHIP(members) LIVECAM_JSON(R"("chips": [{)" members "}]")

const auto name_of = [](const auto& info) { return std::string(info.param.name); };

INSTANTIATE_TEST_SUITE_P(
    All, FeedSettings,
    ::testing::Values(
        Case{"unknown_feed", R"("uca": {})", "/uca: {}: is not a known key; did you mean \"uac\"?"},
        Case{"feed_type", R"("uac": true)", "/uac: true: must be an object in { }"},
        Case{"unknown_key", R"("uac": {"group": ["g"]})",
             "/uac/group: […]: is not a known key; did you mean \"groups\"?"},
        Case{"url", R"("uac": {"url": "ftp://h/"})",
             "/uac/url: \"ftp://h/\": is not an http or https address; start it with http:// or "
             "https://"},
        Case{"url_hides_its_key", R"("uac": {"url": "h/?key=hunter2"})",
             "/uac/url: \"h/?***\": is not an http or https address; start it with http:// or "
             "https://"},
        Case{"interval_short", R"("udot": {"interval": "500ms"})",
             "/udot/interval: \"500ms\": must be from 1s to 24h"},
        Case{"interval_long", R"("nws": {"interval": "25h"})",
             "/nws/interval: \"25h\": must be from 1s to 24h"},
        Case{
            "interval_type", R"("alta": {"interval": 60})",
            "/alta/interval: 60: must be a duration in quotes, such as \"3s\" (units ms, s, m, h)"},
        Case{"group", R"("alta": {"groups": ["g", "lcc"]})",
             "/alta/groups/1: \"lcc\": is the id of no group; correct it or add the group"},
        Case{"group_of_json", LIVECAM_JSON(R"("groups": ["lcc"], "chips": [{"value": "/a"}])"),
             "/json/0/groups/0: \"lcc\": is the id of no group; correct it or add the group"},
        Case{"key_in_the_configuration", R"("udot": {"key": "hunter2"})",
             "/udot/key: \"…\": is not a known key; remove it"},
        Case{"key_file_type", R"("udot": {"key_file": 7})",
             "/udot/key_file: 7: must be a string in quotes"},
        Case{"label_long", R"("uac": {"label": "0123456789012345678901234567890"})",
             "/uac/label: \"0123456789012345678901234567890\": must have at most 30 characters; "
             "shorten it"},
        Case{"stale_after", R"("stale_after": {"roads": "0s"})",
             "/stale_after/roads: \"0s\": must be from 1s to 168h"},
        Case{"stale_after_long", R"("stale_after": {"weather": "169h"})",
             "/stale_after/weather: \"169h\": must be from 1s to 168h"},
        Case{"stale_after_kind", R"("stale_after": {"snow": "1h"})",
             "/stale_after/snow: \"…\": is not a known key; remove it"},
        Case{"json_without_id", R"("json": [{"url": "http://h/", "chips": [{"value": ""}]}])",
             "/json/0: {…}: has no \"id\"; add it"},
        Case{"json_without_chips", LIVECAM_JSON(R"("chips": [])"),
             "/json/0/chips: []: must not be empty"},
        Case{"json_id_twice",
             R"("json": [{"id": "a", "url": "http://h/", "chips": [{"value": ""}]},
                         {"id": "a", "url": "http://i/", "chips": [{"value": ""}]}])",
             "/json/1/id: \"a\": is also the id of another JSON feed; choose another"},
        Case{"chip_without_value", LIVECAM_CHIP(R"("label": "Lifts")"),
             "/json/0/chips/0: {…}: has no \"value\"; add it"},
        Case{"pointer", LIVECAM_CHIP(R"("value": "open")"),
             "/json/0/chips/0/value: \"open\": must be a JSON Pointer, empty or such as "
             "\"/lifts/0/status\""},
        Case{"decimals", LIVECAM_CHIP(R"("value": "/a", "decimals": 7)"),
             "/json/0/chips/0/decimals: 7: must be an integer from 0 to 6"},
        Case{"link", LIVECAM_CHIP(R"j("value": "/a", "link": "javascript:alert(1)")j"),
             "/json/0/chips/0/link: \"javascript:alert(1)\": is not an http or https address; "
             "start it with http:// or https://"},
        Case{"level", LIVECAM_CHIP(R"("value": "/a", "levels": [{"level": "red"}])"),
             "/json/0/chips/0/levels/0/level: \"red\": must be one of \"plain\", \"muted\", "
             "\"good\", \"warn\", \"alert\", \"hidden\""},
        Case{"threshold",
             LIVECAM_CHIP(R"("value": "/a", "levels": [{"level": "good", "at_least": "5"}])"),
             "/json/0/chips/0/levels/0/at_least: \"5\": must be a number, without quotes"}),
    name_of);

class FeedKeys : public ::testing::Test {
  protected:
    FeedKeys() {
        ::mkdtemp(dir_.data());
        ::unsetenv("CREDENTIALS_DIRECTORY");
    }
    ~FeedKeys() override {
        ::unsetenv("CREDENTIALS_DIRECTORY");
        std::filesystem::remove_all(dir_);
    }

    std::string write(const std::string& name, const std::string& text) {
        const std::string path = dir_ + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path) << text;
        ::chmod(path.c_str(), 0600);
        return path;
    }

    tl::expected<Config, Problems> load_udot(const std::string& members) {
        return load(write("c.json", with_settings(R"("feeds": {"udot": {)" + members + "}}")));
    }

    std::string dir_ = "/tmp/livecam-feeds-test-XXXXXX";
};

TEST_F(FeedKeys, WithoutAFileTheFeedIsOffAndThatIsSaid) {
    for (const auto& [members, said] :
         {std::pair{"", "feeds.udot is off: it needs a key_file"},
          std::pair{R"("key_file": "udot.key")",
                    "feeds.udot is off: there is no key_file \"udot.key\""}}) {
        const auto config = load_udot(members);
        ASSERT_TRUE(config);
        EXPECT_FALSE(config->feeds.udot);
        EXPECT_THAT(config->warnings, ::testing::ElementsAre(said));
    }
}

TEST_F(FeedKeys, AreReadFromSystemdsDirectoryThenFromBesideTheConfiguration) {
    write("udot.key", "beside\r\n");
    ::chmod(write("credentials/udot.key", "systemd").c_str(), 0640);
    ::setenv("CREDENTIALS_DIRECTORY", (dir_ + "/credentials").c_str(), 1);
    auto config = load_udot(R"("key_file": "udot.key")");
    ASSERT_TRUE(config && config->feeds.udot);
    EXPECT_EQ(config->feeds.udot->key, "systemd");
    EXPECT_THAT(config->warnings, ::testing::IsEmpty()) << "systemd guards its own";
    std::filesystem::remove(dir_ + "/credentials/udot.key");
    config = load_udot(R"("key_file": "udot.key")");
    ASSERT_TRUE(config && config->feeds.udot);
    EXPECT_EQ(config->feeds.udot->key, "beside");
    EXPECT_THAT(config->warnings, ::testing::IsEmpty());
    ::chmod((dir_ + "/udot.key").c_str(), 0640);
    EXPECT_THAT(
        load_udot(R"("key_file": "udot.key")")->warnings,
        ::testing::ElementsAre("key_file \"udot.key\" may be read by others; chmod 600 it"));
}

TEST_F(FeedKeys, FileThatOthersMayReadIsWarnedOf) {
    const std::string file = write("udot.key", "hunter2");
    for (const auto& [mode, warned] : {std::pair{0644, true}, std::pair{0604, true},
                                       std::pair{0640, true}, std::pair{0400, false}}) {
        ::chmod(file.c_str(), static_cast<mode_t>(mode));
        const auto config = load_udot(R"("key_file": "udot.key")");
        ASSERT_TRUE(config && config->feeds.udot) << mode;
        const std::vector<std::string> said = {
            "key_file \"udot.key\" may be read by others; chmod 600 it"};
        EXPECT_EQ(config->warnings, warned ? said : std::vector<std::string>{}) << mode;
    }
}

TEST_F(FeedKeys, WhatIsNoKeyIsRefusedAndNotShown) {
    for (const std::string& text : {std::string(), std::string("two\nlines"),
                                    std::string("hunter2 hunter3"), std::string(513, 'k')}) {
        write("udot.key", text);
        const auto config = load_udot(R"("key_file": "udot.key")");
        ASSERT_FALSE(config) << text;
        ASSERT_EQ(config.error().size(), 1u);
        EXPECT_EQ(config.error()[0].pointer, "/feeds/udot/key_file");
        EXPECT_EQ(config.error()[0].value + ": " + config.error()[0].rule,
                  "\"udot.key\": must hold one line, a key of visible ASCII");
    }
}

}  // namespace
}  // namespace livecam::config
