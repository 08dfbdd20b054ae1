// A configuration or a command line that is wrong: everything is told at once, and nothing touched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/process.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kOneCamera[] =
    R"("groups": [{"id": "wall", "cameras": [{"name": "one", "src": "http://127.0.0.1:1/a.jpg"}]}])";

class BadConfig : public testing::Test {
  protected:
    /// livecamd on a configuration; the store is never reached.
    Finished start(const std::string& config, std::vector<std::string> options = {}) {
        write_file(file, config);
        options.insert(options.begin(),
                       {built("livecamd"), "--config", file, "--store", dir / "store"});
        return run(std::move(options));
    }

    /// "livecamd: <file>: <rest>"
    auto line(const std::string& rest) const {
        return StartsWith("livecamd: " + file + ": " + rest);
    }

    TempDir dir;
    std::string file = dir / "cameras.json";
};

TEST_F(BadConfig, Missing) {
    const std::string none = dir / "none.json";
    const Finished done = run({built("livecamd"), "--config", none});
    EXPECT_EQ(done.code, 2);
    EXPECT_EQ(done.output,
              "livecamd: " + none + ": does not exist; give the path of a configuration file\n");
}

TEST_F(BadConfig, ADirectory) {
    const Finished done = run({built("livecamd"), "--config", dir.path()});
    EXPECT_EQ(done.code, 2);
    EXPECT_EQ(done.output,
              "livecamd: " + dir.path() + ": is a directory; give the path of a file in it\n");
}

TEST_F(BadConfig, Empty) {
    const Finished done = start("");
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.lines(), ElementsAre(line("is empty; write a configuration")));
}

TEST_F(BadConfig, Malformed) {
    const Finished done = start("{\n  \"groups\": [ }\n");
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.lines(), ElementsAre(line("line 2, column 15: expected a value")));
}

TEST_F(BadConfig, CutOff) {
    const std::string whole = std::string("{") + kOneCamera + "}";
    const Finished done = start(whole.substr(0, whole.size() - 4));
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.lines(), ElementsAre(ContainsRegex("line 1, column .*complete")));
}

TEST_F(BadConfig, EveryMistakeIsToldAtOnce) {
    const Finished done = start(R"({
        "site": {"title": 5, "timezone": "Mars/Olympus"},
        "store": {"max_bytes": "1X", "keep": 9},
        "fetch": {"interval": 3, "treads": 4},
        "groups": [{"id": "healthcheck", "cameras": [
            {"name": "One", "src": "ftp://camera/a.jpg"},
            {"name": "One", "src": "http://camera/b.jpg", "enabled": "yes"},
            {"src": "http://user:hush@camera/c.jpg", "kind": "movie"}]}]})");
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(
        done.lines(),
        ElementsAre(
            line("/fetch/interval: 3: must be a duration in quotes, such as \"3s\""),
            line("/fetch/treads: 4: is not a known key; did you mean \"threads\"?"),
            line("/groups/0/cameras/0/src: \"ftp://camera/a.jpg\": is not an http or https"),
            line("/groups/0/cameras/1/enabled: \"yes\": must be true or false"),
            line("/groups/0/cameras/1/name: \"One\": has the address /camera/one, as "
                 "/groups/0/cameras/0/name"),
            AllOf(line("/groups/0/cameras/2: "), HasSubstr("has no \"name\"; add it"),
                  testing::Not(HasSubstr("hush"))),
            line("/groups/0/cameras/2/kind: \"movie\": must be one of \"img\""),
            line("/groups/0/id: \"healthcheck\": is the name of a route; choose another id"),
            line("/site/timezone: \"Mars/Olympus\": is not a time zone"),
            line("/site/title: 5: must be a string in quotes"),
            line("/store/keep: 9: must be an integer from 0 to 3"),
            line("/store/max_bytes: \"1X\": must be a size, such as \"512M\"")))
        << done.output;
    EXPECT_FALSE(std::filesystem::exists(dir / "store")) << "nothing was touched";
}

TEST_F(BadConfig, Contradictory) {
    const Finished done = start(R"({
        "store": {"max_bytes": "5M"},
        "fetch": {"interval": "2m", "max_backoff": "60s", "max_image_bytes": "10M"},
        "groups": [{"id": "wall", "cameras": [{"name": "One", "src": "http://camera/a.jpg"},
                                              {"name": "one!", "src": "http://camera/b.jpg"}]},
                   {"id": "wall", "cameras": []}]})");
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.lines(),
                ElementsAre(line("/fetch/max_backoff: \"1m\": is shorter than /fetch/interval 2m"),
                            line("/groups/0/cameras/1/name: \"one!\": has the address /camera/one"),
                            line("/groups/1/id: \"wall\": is also the id of /groups/0/id"),
                            line("/store/max_bytes: \"5M\": cannot hold one picture of "
                                 "/fetch/max_image_bytes 10M")))
        << done.output;
}

TEST_F(BadConfig, CheckTellsTheSameAndStartsNothing) {
    EXPECT_EQ(start("{}", {"--check"}).code, 2);
    const Finished good = start(std::string("{") + kOneCamera + "}", {"--check"});
    EXPECT_EQ(good.code, 0);
    EXPECT_EQ(good.output, "");
    EXPECT_FALSE(std::filesystem::exists(dir / "store"));
}

TEST_F(BadConfig, AnHtmlDirectoryWithoutItsFiles) {
    const Finished done = start(std::string("{") + kOneCamera + "}", {"--html", dir.path()});
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.lines(),
                ElementsAre(AllOf(StartsWith("livecamd: html: cannot read " + dir.path() + "/"),
                                  HasSubstr("--html needs a directory like html/"))));
}

TEST_F(BadConfig, TheCommandLine) {
    const Finished version = run({built("livecamd"), "--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_THAT(version.output, ContainsRegex("^livecamd [0-9]+\\.[0-9]+\\.[0-9]+\n$"));
    const Finished none = run({built("livecamd")});
    EXPECT_EQ(none.code, 2);
    EXPECT_THAT(none.output, HasSubstr("--config is required"));
    const Finished unknown = run({built("livecamd"), "--config", file, "--sotre", "/x"});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.output, HasSubstr("--sotre"));
}

}  // namespace
}  // namespace livecam::e2e
