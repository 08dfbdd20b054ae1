// What livecamctl plan says, held against a store that is really written.
#include "sidecar/plan/plan.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "shared/store_budget.h"
#include "sidecar/plan/measure.h"
#include "sidecar/publish/site.h"
#include "sidecar/publish/store_options.h"
#include "tests/unit/publish/wall_fixture.h"

namespace livecam::plan {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kImage = 10'000;

class PlanTest : public publish::WallFixture {
  protected:
    PlanTest() {
        for (int i = 0; i < 20; ++i) {
            const std::string slug = "camera-" + std::to_string(i);
            config.groups[0].cameras.push_back(camera(slug, "http://h/" + slug));
        }
        config.groups[0].cameras[3].enabled = false;
        config.groups[0].cameras[4].kind = config::CameraKind::kIframe;
    }

    Question question() const {
        auto asked = measure(config);
        EXPECT_TRUE(asked) << (asked ? "" : asked.error().message);
        asked->image_bytes = kImage;
        return *asked;
    }

    std::uint64_t size_of(const char* name) const {
        struct stat status;
        EXPECT_EQ(::stat((options.path + "/" + name).c_str(), &status), 0) << name;
        return static_cast<std::uint64_t>(status.st_size);
    }
};

TEST_F(PlanTest, AgreesWithTheStoreThatIsWritten) {
    const Plan plan = make_plan(question());
    const std::string path = options.path;
    options = publish::store_options(config);
    options.path = path;
    options.max_bytes = plan.frames;
    StoreWriter store = open();
    EXPECT_EQ(plan.index, size_of("index"));
    EXPECT_EQ(plan.demand, frame_cost(size_of("demand")));

    auto renderer = pages::Renderer::create(config, pages::TemplateSource::embedded());
    ASSERT_TRUE(renderer);
    publish::Site site(store, std::move(*renderer));
    ASSERT_TRUE(site.publish_all(full_wall(config)));
    EXPECT_EQ(plan.pages, store.summary().live_bytes);

    // More rounds than are kept: the last ones exchange, with what max_bytes has for that.
    for (int round = 0; round < config.store.keep + 3; ++round) {
        for (const config::Camera& camera : config.groups[0].cameras) {
            if (publish::is_fetched(camera)) {
                const std::string content(kImage, static_cast<char>('a' + round));
                ASSERT_TRUE(put_picture(store, "/image/" + camera.slug, content));
            }
        }
    }
    EXPECT_EQ(plan.pages + plan.pictures, store.summary().live_bytes);
    EXPECT_EQ(store.summary().dropped, 0u);
    EXPECT_EQ(plan.frames, plan.pictures + plan.pages + plan.exchange);
}

TEST_F(PlanTest, OneByteLessThanPlannedDropsPictures) {
    const Question asked = question();
    const Plan plan = make_plan(asked);
    options.max_bytes = plan.pictures + frame_cost(kImage) - 1;
    options.keep = config.store.keep;
    StoreWriter store = open();
    bool dropped = false;
    for (int round = 0; round < config.store.keep + 2; ++round) {
        for (std::uint64_t i = 0; i < asked.cameras; ++i) {
            const std::string content(kImage, static_cast<char>('a' + round));
            dropped = !put_picture(store, "/image/" + std::to_string(i), content) || dropped;
        }
    }
    EXPECT_TRUE(dropped);
}

TEST_F(PlanTest, NamesWhatIsTooSmallAndTheRemedy) {
    Question asked = question();
    asked.store.max_bytes = 1 << 20;
    asked.image_bytes = 200'000;
    asked.tmpfs_bytes = 64 << 20;
    const Plan plan = make_plan(asked);
    EXPECT_THAT(plan.warnings,
                ElementsAre(AllOf(HasSubstr("store.max_bytes 1 MiB is less than"),
                                  HasSubstr("raise it to"), HasSubstr("lower store.keep")),
                            AllOf(HasSubstr("has 64 MiB"), HasSubstr("with size="))));
    asked.store.max_bytes = plan.frames;
    asked.tmpfs_bytes = make_plan(asked).tmpfs;
    EXPECT_THAT(make_plan(asked).warnings, IsEmpty());
    *asked.tmpfs_bytes -= 1;
    EXPECT_EQ(make_plan(asked).warnings.size(), 1u);
}

TEST_F(PlanTest, CountsOldWorkersAfterAReload) {
    Question asked = question();
    asked.workers = 4;
    asked.held_bytes = 10 << 20;
    asked.cache_bytes = 3 << 20;
    const Plan plan = make_plan(asked);
    EXPECT_EQ(plan.held, std::uint64_t{80} << 20);
    EXPECT_EQ(plan.cache, std::uint64_t{24} << 20);
    EXPECT_GE(plan.tmpfs, plan.held + plan.max_bytes + 2 * plan.index);
    EXPECT_EQ(plan.total, plan.tmpfs + plan.cache);
}

TEST_F(PlanTest, SlowClientsHoldWhatChangesWhileTheyReceive) {
    Question asked = question();
    asked.cameras = 40;
    asked.image_bytes = 120'000;
    asked.interval_ms = 3000;
    asked.client_rate = 10'000;  // twelve seconds, in which four pictures are replaced
    asked.slow_clients = 1000;
    asked.store.keep = 0;
    const Plan plan = make_plan(asked);
    EXPECT_EQ(plan.held_expected, 40 * 5 * frame_cost(120'000));
    EXPECT_EQ(plan.clients, 1000u * 64 * 1024);
    EXPECT_THAT(plan.warnings, IsEmpty());
    asked.store.keep = 2;  // these have a name, and are in max_bytes
    EXPECT_EQ(make_plan(asked).held_expected, 40 * 3 * frame_cost(120'000));
    asked.slow_clients = 7;
    EXPECT_EQ(make_plan(asked).held_expected, 7 * frame_cost(120'000));
    asked.slow_clients = 1000;
    asked.held_bytes = 1 << 20;
    EXPECT_THAT(make_plan(asked).warnings, ElementsAre(HasSubstr("raise it to")));
}

TEST_F(PlanTest, AutoTakesHalfOfTheTmpfs) {
    Question asked = question();
    asked.store.max_bytes.reset();
    asked.workers = 0;
    asked.image_bytes = 1'000'000;
    const Plan plan = make_plan(asked);
    EXPECT_GE(plan.tmpfs, 2 * plan.frames);
}

}  // namespace
}  // namespace livecam::plan
