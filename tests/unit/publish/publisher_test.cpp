#include "sidecar/publish/publisher.h"

#include <atomic>

#include "tests/unit/publish/wall_fixture.h"

namespace livecam::publish {
namespace {

class PublisherTest : public WallFixture {
  protected:
    std::unique_ptr<Publisher> publisher() {
        auto renderer = pages::Renderer::create(config, pages::TemplateSource::embedded());
        auto made = Publisher::create(open(), std::move(*renderer), config);
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        return std::move(*made);
    }

    /// Returns when everything pushed before has been taken.
    static void drain(Publisher& p) {
        p.call([](Publisher&) { return 0; });
    }
};

TEST_F(PublisherTest, PushedPictureIsPublishedByItsThread) {
    auto p = publisher();
    p->start([](const std::string&, std::uint64_t) {}, [] { return false; });
    p->push(picture(p->store(), "a", "one"));
    drain(*p);
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(read(r, "/image/a"), "one");
    EXPECT_TRUE(r.index().phase() == layout::Phase::kStarting);
}

TEST_F(PublisherTest, ReadyWhenTheFirstRoundHasEndedAndStoppingAtTheEnd) {
    auto p = publisher();
    std::atomic<bool> ended{false};
    p->start([](const std::string&, std::uint64_t) {}, [&] { return ended.load(); });
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(r.index().ready_at(), 0);
    ended = true;
    while (r.index().phase() != layout::Phase::kReady) {
        drain(*p);
    }
    EXPECT_NE(r.index().ready_at(), 0);
    p->stop();
    EXPECT_EQ(r.index().phase(), layout::Phase::kStopping);
}

TEST_F(PublisherTest, PagesShowTheFirstRoundWhenItIsReady) {
    config.pages.min_interval = std::chrono::hours(1);
    auto p = publisher();
    std::atomic<bool> ended{false};
    p->start([](const std::string&, std::uint64_t) {}, [&] { return ended.load(); });
    drain(*p);
    drain(*p);  // the pages without a picture have been rendered, and are not due for an hour
    p->push(picture(p->store(), "a", "one"));
    drain(*p);
    ended = true;
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    while (r.index().phase() != layout::Phase::kReady) {
        drain(*p);
    }
    EXPECT_NE(read(r, "/").find("/image/a/"), std::string::npos);
}

TEST_F(PublisherTest, WallWithPicturesIsReadyAtOnceAfterARestart) {
    {
        auto p = publisher();
        p->start([](const std::string&, std::uint64_t) {}, [] { return true; });
        p->push(picture(p->store(), "a", "one"));
        drain(*p);
    }
    auto p = publisher();
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    EXPECT_EQ(r.index().phase(), layout::Phase::kReady);
}

TEST_F(PublisherTest, DroppedPictureIsForgottenSoThatItIsFetchedAgain) {
    options.max_bytes = 1 << 20;
    auto p = publisher();
    std::string forgotten;
    std::uint64_t shown = 1;
    p->start(
        [&](const std::string& slug, std::uint64_t etag) {
            forgotten = slug;
            shown = etag;
        },
        [] { return false; });
    p->push(picture(p->store(), "a", std::string(2 << 20, 'x')));
    drain(*p);
    p->stop();
    EXPECT_EQ(forgotten, "a");
    EXPECT_EQ(shown, 0u);
}

TEST_F(PublisherTest, PictureForWhichTheTmpfsHadNoRoomCountsAsDropped) {
    auto p = publisher();
    p->start([](const std::string&, std::uint64_t) {}, [] { return false; });
    fetch::Attempt full = attempt("a", fetch::Outcome::kFailed);
    full.reason = Reason::kStoreFull;
    p->push(std::move(full));
    drain(*p);
    p->stop();
    EXPECT_EQ(p->store().summary().dropped, 1u);
    EXPECT_EQ(p->store().summary().failed, 0u);
}

TEST_F(PublisherTest, CommandAfterTheEndRunsAtOnce) {
    auto p = publisher();
    p->start([](const std::string&, std::uint64_t) {}, [] { return false; });
    p->stop();
    EXPECT_EQ(p->call([](Publisher&) { return 7; }), 7);
    p->push(picture(p->store(), "a", "one"));  // must not wait for anybody
}

TEST_F(PublisherTest, HeartBeats) {
    auto p = publisher();
    p->start([](const std::string&, std::uint64_t) {}, [] { return false; });
    StoreReader r = reader();
    ASSERT_TRUE(r.refresh(1));
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::uint64_t ns = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
                             static_cast<std::uint64_t>(now.tv_nsec);
    EXPECT_TRUE(r.index().sidecar_alive(ns + 1'000'000));
    EXPECT_FALSE(r.index().sidecar_alive(ns + 10'000'000'000));
}

}  // namespace
}  // namespace livecam::publish
