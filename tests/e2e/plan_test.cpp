// livecamctl plan: what a configuration needs, before anything runs and beside a store that does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class PlanCommand : public testing::Test {
  protected:
    std::string config(const std::string& sections) const {
        std::vector<CameraText> cameras;
        for (int i = 0; i < 10; ++i) {
            cameras.push_back({"cam " + std::to_string(i), "http://127.0.0.1:1/a.jpg"});
        }
        write_file(dir / "wall.json", config_text(cameras, sections));
        return dir / "wall.json";
    }

    static rapidjson::Document parse(const Finished& done) {
        EXPECT_EQ(done.code, 0) << done.output;
        rapidjson::Document json;
        json.Parse(done.output.c_str());
        EXPECT_FALSE(json.HasParseError()) << done.output;
        return json;
    }

    TempDir dir;
};

TEST_F(PlanCommand, AddsUp) {
    const auto json =
        parse(ctl(dir / "none", {"plan", "--json", "--config", config(R"("store": {"keep": 1})"),
                                 "--image-bytes", "100K", "--workers", "3", "--held", "10M"}));
    EXPECT_EQ(json["cameras"].GetUint64(), 10u);
    EXPECT_EQ(json["pictures"].GetUint64(), 10u * 2 * 100 * 1024);
    EXPECT_EQ(json["frames"].GetUint64(), json["pictures"].GetUint64() + json["pages"].GetUint64() +
                                              json["exchange"].GetUint64());
    EXPECT_EQ(json["held"].GetUint64(), 60u << 20);
    EXPECT_EQ(json["max_bytes"].GetUint64(), 512u << 20);
    EXPECT_GE(json["tmpfs"].GetUint64(),
              json["max_bytes"].GetUint64() + json["held"].GetUint64() + json["index"].GetUint64());
}

TEST_F(PlanCommand, PrintsAMountThatThisKernelTakes) {
    const auto json = parse(ctl(dir / "none", {"plan", "--json", "--config", config("")}));
    const std::string options = json["mount_options"].GetString();
    EXPECT_THAT(options, StartsWith("size=" + std::to_string(json["tmpfs"].GetUint64() >> 20) +
                                    "M,mode=2750,"));
    const Finished done = ctl(dir / "none", {"plan", "--config", config("")});
    EXPECT_THAT(done.output,
                HasSubstr("\nmount -t tmpfs -o " + options + " tmpfs " + dir / "none" + "\n"));
    const auto mounts = [](const std::string& with) {
        return run({"unshare", "-rm", "mount", "-t", "tmpfs", "-o", with, "tmpfs", "/mnt"}).code;
    };
    if (mounts("size=1M") != 0) {
        GTEST_SKIP() << "this user may not mount: the options were not tried";
    }
    EXPECT_EQ(mounts(options), 0) << options;
    EXPECT_EQ(mounts("size=1M,huge=within_size") == 0, options.ends_with(",huge=within_size"));
}

TEST_F(PlanCommand, MeasuresPicturesOfARunningStore) {
    PaintedStore store(0);
    store.publish("a", 100'000);
    store.publish("b", 300'000);
    const auto json = parse(ctl(store.path(), {"plan", "--json", "--config", config("")}));
    EXPECT_EQ(json["image_bytes"].GetUint64(), 200'000u);
}

TEST_F(PlanCommand, WarnsInWords) {
    const Finished done =
        ctl(dir / "none", {"plan", "--config", config(R"("store": {"max_bytes": "1M"},
                                                  "fetch": {"max_image_bytes": "1M"})"),
                           "--image-bytes", "100K"});
    EXPECT_EQ(done.code, 0);
    EXPECT_THAT(done.output,
                AllOf(HasSubstr("\n   2.9 MiB  pictures: 10 cameras × 3 × 100 KiB\n"),
                      HasSubstr("\nwarning: store.max_bytes 1 MiB is less than the ")));
    const Finished enough =
        ctl(dir / "none", {"plan", "--config", config(R"("store": {"max_bytes": "16M"})"),
                           "--image-bytes", "100K", "--held", "1M", "--workers", "1"});
    EXPECT_THAT(enough.output, Not(HasSubstr("warning: store.max_bytes")));
}

TEST_F(PlanCommand, RefusesWhatLivecamdWouldRefuse) {
    const Finished done =
        ctl(dir / "none", {"plan", "--config", config(R"("store": {"keep": 9})")});
    EXPECT_EQ(done.code, 2);
    EXPECT_THAT(done.output,
                AllOf(StartsWith("livecamctl: " + dir.path()), HasSubstr("/store/keep")));
    EXPECT_EQ(ctl(dir / "none", {"plan"}).code, 2);
    const Finished bad = ctl(dir / "none", {"plan", "--config", config(""), "--held", "much"});
    EXPECT_EQ(bad.code, 2);
    EXPECT_EQ(bad.output, "livecamctl: --held \"much\" is not a size, such as 4096, 512K or 64M\n");
}

}  // namespace
}  // namespace livecam::e2e
