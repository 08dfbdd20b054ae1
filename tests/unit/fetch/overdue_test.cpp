// The watchdog: libcurl is made to forget its timers, and attempts end all the same.
#include <dlfcn.h>

#include <atomic>

#include "pool_fixture.h"

namespace {
std::atomic<bool> forgetful = false;
}

// In the executable, and so found before libcurl's own.
extern "C" CURLMcode curl_multi_socket_action(CURLM* multi, curl_socket_t socket, int events,
                                              int* running) {
    if (forgetful && socket == CURL_SOCKET_TIMEOUT) {
        return CURLM_OK;
    }
    using Action = CURLMcode (*)(CURLM*, curl_socket_t, int, int*);
    static const auto real = reinterpret_cast<Action>(dlsym(RTLD_NEXT, "curl_multi_socket_action"));
    return real(multi, socket, events, running);
}

namespace livecam::fetch::test {
namespace {

class OverdueTest : public PoolTest {};

TEST_F(OverdueTest, AnAttemptThatOutlivesItsDeadlineIsCountedAndAborted) {
    Watched<int> requests;
    TestServer origin([&](const TestRequest&, Connection& connection) {
        requests.update([](int& state) { ++state; });
        connection.hang();
    });
    settings.timeout = milliseconds(300);
    start({camera("cam", origin.url("/"), milliseconds(5))});
    ASSERT_TRUE(requests.wait([](int state) { return state >= 1; }));
    forgetful = true;
    const Attempt attempt =
        take([](const Attempt& one) { return one.detail.find("overdue") != std::string::npos; });
    forgetful = false;
    EXPECT_EQ(attempt.reason, Reason::kTimeout);
    EXPECT_LT(attempt.finished_at - attempt.started_at, 5000);
    EXPECT_GE(pool->counters().overdue, 1u);
    EXPECT_EQ(take("cam").reason, Reason::kTimeout) << "and the camera is asked again";
}

}  // namespace
}  // namespace livecam::fetch::test
