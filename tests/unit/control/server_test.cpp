#include "sidecar/control/server.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sidecar/control/client.h"
#include "sidecar/control/protocol.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam::control {
namespace {

class ControlTest : public StoreTest {
  protected:
    ControlTest() : store(open()) {
        auto started = Server::start(store.directory(), [](std::string_view request) {
            return "{\"asked\":\"" + std::string(request) + "\"}";
        });
        EXPECT_TRUE(started) << (started ? "" : started.error().message);
        server = std::make_unique<Server>(std::move(*started));
    }

    StoreWriter store;
    std::unique_ptr<Server> server;
};

TEST_F(ControlTest, AnswersARequest) {
    const auto answer = ask(options.path, "state");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(*answer, "{\"asked\":\"state\"}\n");
}

TEST_F(ControlTest, OnlyItsUserMayAsk) {
    struct stat status;
    ASSERT_EQ(::fstatat(store.directory(), "control", &status, 0), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(ControlTest, SilentAndEndlessClientsDoNotStopIt) {
    const sockaddr_un name = address(store.directory());
    const Fd endless{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ASSERT_EQ(::connect(endless.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    const std::string much(2000, 'x');
    ASSERT_GT(::send(endless.get(), much.data(), much.size(), MSG_NOSIGNAL), 0);
    const Fd silent{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ASSERT_EQ(::connect(silent.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    EXPECT_TRUE(ask(options.path, "state"));
}

TEST_F(ControlTest, StopRemovesTheSocketAndTheClientSaysWhy) {
    server->stop();
    EXPECT_NE(::faccessat(store.directory(), "control", F_OK, 0), 0);
    const auto answer = ask(options.path, "state");
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("no livecamd answers"), std::string::npos);
}

TEST_F(ControlTest, DeadServersSocketIsReplaced) {
    server->stop();
    ASSERT_EQ(::mknodat(store.directory(), "control", S_IFREG | 0600, 0), 0);
    auto again = Server::start(store.directory(), [](std::string_view) { return "{}"; });
    ASSERT_TRUE(again);
    EXPECT_EQ(*ask(options.path, "x"), "{}\n");
}

}  // namespace
}  // namespace livecam::control
