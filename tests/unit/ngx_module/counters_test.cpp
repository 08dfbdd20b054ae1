#include "ngx_module/pure/counters.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace livecam::http {
namespace {

TEST(Counters, StatusesWithoutANumberOfTheirOwnAreOne) {
    EXPECT_EQ(kStatuses[status_slot(304)], 304);
    EXPECT_EQ(status_slot(0), kStatuses.size());
    EXPECT_EQ(status_slot(418), kStatuses.size());
    EXPECT_EQ(status_slot(599), kStatuses.size());
}

TEST(Counters, RoutesHaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (std::size_t route = 0; route < kRoutes; ++route) {
        names.insert(to_string(static_cast<Route>(route)));
    }
    EXPECT_EQ(names.size(), kRoutes);
    EXPECT_EQ(to_string(Route::kOther), "other");
    EXPECT_EQ(to_string(Route::kEvents), "events");
}

TEST(Counters, ABoundBelongsToItsBucket) {
    Histogram<kAgeBounds.size()> age;
    age.observe(kAgeBounds, 1000);
    age.observe(kAgeBounds, 1001);
    age.observe(kAgeBounds, 90'000'000);
    EXPECT_EQ(age.buckets[0].get(), 1u);
    EXPECT_EQ(age.buckets[1].get(), 1u);
    EXPECT_EQ(age.buckets[kAgeBounds.size()].get(), 1u);
    EXPECT_EQ(age.sum.get(), 90'002'001u);
}

TEST(Counters, ANewProcessGoesOnWithCountsAndNotWithWhatWasUnderWay) {
    auto slot = std::make_unique<Counters>();
    slot->begin(17);
    slot->in_flight.add(3);
    slot->event_clients.add(2);
    slot->sent_bytes[0].add(100);
    slot->begin(18);
    EXPECT_EQ(slot->pid.get(), 18u);
    EXPECT_EQ(slot->in_flight.get(), 0u);
    EXPECT_EQ(slot->event_clients.get(), 0u);
    EXPECT_EQ(slot->sent_bytes[0].get(), 100u);
}

TEST(Counters, DeadProcessesCountAndHoldNothing) {
    auto slot = std::make_unique<Counters>();
    slot->requests[2][1].add(5);
    slot->duration.observe(kDurationBounds, 7);
    slot->in_flight.add(1);
    slot->stream_clients.add(4);
    auto sum = std::make_unique<Counters>();
    sum->merge(*slot, true);
    sum->merge(*slot, false);
    EXPECT_EQ(sum->requests[2][1].get(), 10u);
    EXPECT_EQ(sum->duration.sum.get(), 14u);
    EXPECT_EQ(sum->in_flight.get(), 1u);
    EXPECT_EQ(sum->stream_clients.get(), 4u);
}

}  // namespace
}  // namespace livecam::http
