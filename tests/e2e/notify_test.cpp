// What livecamd tells the service manager, read from a socket as systemd has it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "shared/fd.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/screen.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A service manager's end.
class Manager {
  public:
    Manager() : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }

    std::string path() const { return dir_ / "notify"; }
    std::vector<std::string> wrapper() const {
        return {"env", "NOTIFY_SOCKET=" + path(), "WATCHDOG_USEC=30000000"};
    }

    /// The next line that begins so; lines before it are put into `passed`. Empty after 60 s.
    std::string next(const std::string& begin, std::vector<std::string>* passed = nullptr) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < end) {
            while (!lines_.empty()) {
                std::string line = std::move(lines_.front());
                lines_.erase(lines_.begin());
                if (line.starts_with(begin)) {
                    return line;
                }
                if (passed != nullptr) {
                    passed->push_back(std::move(line));
                }
            }
            receive();
        }
        return "";
    }

  private:
    void receive() {
        pollfd wanted{fd_.get(), POLLIN, 0};
        char buffer[4096];
        if (::poll(&wanted, 1, 1000) == 1) {
            const ssize_t length = ::recv(fd_.get(), buffer, sizeof buffer, 0);
            std::string_view rest(buffer, length > 0 ? static_cast<std::size_t>(length) : 0);
            while (!rest.empty()) {
                const std::size_t line = std::min(rest.find('\n'), rest.size());
                lines_.emplace_back(rest.substr(0, line));
                rest.remove_prefix(std::min(line + 1, rest.size()));
            }
        }
    }

    TempDir dir_;
    Fd fd_;
    std::vector<std::string> lines_;
};

long long monotonic_usec() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
}

/// The thread of that name.
pid_t thread_of(pid_t process, const std::string& name) {
    for (const auto& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
        if (read_file(task.path() / "comm") == name + "\n") {
            return std::stoi(task.path().filename());
        }
    }
    return -1;
}

TEST(Notify, ReadyAfterTheFirstRoundStatusReloadingAndStopping) {
    Manager manager;
    Simulator simulator({"--cameras", "4"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path(), {}, manager.wrapper());

    std::vector<std::string> before;
    ASSERT_EQ(manager.next("READY", &before), "READY=1");
    ASSERT_FALSE(before.empty());
    EXPECT_THAT(before.back(), StartsWith("STATUS=")) << "a status before ready";
    EXPECT_EQ(manager.next("WATCHDOG"), "WATCHDOG=1");
    EXPECT_THAT(manager.next("STATUS=4 of 4 cameras live"), HasSubstr(" s old"));

    const long long asked = monotonic_usec();
    livecamd.process().signal(SIGHUP);
    EXPECT_EQ(manager.next("RELOADING"), "RELOADING=1");
    const std::string begun = manager.next("MONOTONIC_USEC=");
    ASSERT_FALSE(begun.empty());
    EXPECT_GE(std::stoll(begun.substr(15)), asked);
    EXPECT_LE(std::stoll(begun.substr(15)), monotonic_usec());
    EXPECT_EQ(manager.next("READY"), "READY=1");

    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 0);
    EXPECT_EQ(manager.next("RELOADING"), "RELOADING=1");
    EXPECT_EQ(manager.next("READY"), "READY=1");

    livecamd.process().signal(SIGTERM);
    EXPECT_EQ(manager.next("STOPPING"), "STOPPING=1");
    EXPECT_EQ(livecamd.process().wait(), 0);
}

TEST(Notify, ReadyAfterReadyTimeoutThoughACameraHangs) {
    Manager manager;
    Simulator simulator({"--cameras", "2", "--size", "160x100", "--fault", "1=hang"});
    ASSERT_EQ(get(simulator.url("/cam/0.jpg")).status, 200) << "drawn, so that it comes at once";
    TempDir dir;
    write_file(
        dir / "cameras.json",
        config_text({{"one", simulator.url("/cam/0.jpg")}, {"two", simulator.url("/cam/1.jpg")}},
                    R"("fetch": {"timeout": "60s"}, "health": {"ready_timeout": "2s"})"));
    StoreDir store;
    const long long begin = monotonic_usec();
    Livecamd livecamd(dir / "cameras.json", store.path(), {}, manager.wrapper());
    EXPECT_EQ(manager.next("EXTEND_TIMEOUT_USEC"), "EXTEND_TIMEOUT_USEC=30000000")
        << "a start that goes on is not taken for one that hangs";
    std::vector<std::string> before;
    ASSERT_EQ(manager.next("READY", &before), "READY=1");
    EXPECT_GE(monotonic_usec() - begin, 2'000'000);
    ASSERT_FALSE(before.empty());
    EXPECT_EQ(before.back(), "STATUS=1 of 2 cameras have a picture, 0 failed so far");
    std::vector<std::string> after;
    EXPECT_EQ(manager.next("STATUS=1 of 2 cameras have", &after),
              "STATUS=1 of 2 cameras have a picture, 0 failed so far")
        << "the round goes on";
    EXPECT_THAT(after, testing::Not(testing::Contains(StartsWith("EXTEND"))));
}

TEST(Notify, AThreadThatIsStuckStopsFeedingTheWatchdog) {
    Manager manager;
    Simulator simulator({"--cameras", "2"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path(), {}, manager.wrapper());
    ASSERT_EQ(manager.next("WATCHDOG"), "WATCHDOG=1");

    const pid_t stuck = thread_of(livecamd.process().pid(), "fetch-0");
    ASSERT_GT(stuck, 0);
    ASSERT_EQ(::ptrace(PTRACE_SEIZE, stuck, nullptr, nullptr), 0) << std::strerror(errno);
    ASSERT_EQ(::ptrace(PTRACE_INTERRUPT, stuck, nullptr, nullptr), 0);
    ASSERT_EQ(::waitpid(stuck, nullptr, __WALL), stuck);
    // Two more may have been due already: the thread had moved, and one was under way.
    ASSERT_FALSE(manager.next("STATUS=").empty());
    std::vector<std::string> fed;
    ASSERT_FALSE(manager.next("STATUS=").empty()) << "the herald itself goes on";
    ASSERT_FALSE(manager.next("STATUS=", &fed).empty());
    EXPECT_THAT(fed, testing::Not(testing::Contains("WATCHDOG=1")));

    ASSERT_EQ(::ptrace(PTRACE_DETACH, stuck, nullptr, nullptr), 0);
    EXPECT_EQ(manager.next("WATCHDOG"), "WATCHDOG=1") << "it moves again";
}

/// A wall whose first round takes as long as fetch.timeout, for a camera that hangs.
std::string slow_round(const TempDir& dir, const Simulator& simulator) {
    EXPECT_EQ(get(simulator.url("/cam/0.jpg")).status, 200) << "drawn, so that it comes at once";
    write_file(dir / "cameras.json", config_text({{"one", simulator.url("/cam/0.jpg")},
                                                  {"two", simulator.url("/cam/1.jpg")},
                                                  {"three", simulator.url("/cam/2.jpg")}},
                                                 R"("fetch": {"timeout": "3s"})"));
    return dir / "cameras.json";
}

TEST(Notify, WithoutAManagerTheLogTellsProgressOnceASecond) {
    Simulator simulator(
        {"--cameras", "3", "--size", "160x100", "--fault", "1=hang", "--fault", "2=500"});
    TempDir dir;
    StoreDir store;
    Livecamd livecamd(slow_round(dir, simulator), store.path());
    EXPECT_TRUE(until([&] {
        return livecamd.log().find("first round ended live=") != std::string::npos;
    })) << livecamd.log();
    std::vector<double> seconds;
    std::istringstream lines(livecamd.log());
    for (std::string line; std::getline(lines, line);) {
        if (line.find(" first round: ") != std::string::npos) {
            // 2026-01-31T12:34:56.789+0000
            seconds.push_back(60 * std::stod(line.substr(14, 2)) + std::stod(line.substr(17, 6)));
        }
    }
    ASSERT_GE(seconds.size(), 3u) << livecamd.log();
    for (std::size_t i = 1; i < seconds.size(); ++i) {
        const double gap = seconds[i] - seconds[i - 1];
        EXPECT_GT(gap < 0 ? gap + 3600 : gap, 0.9) << livecamd.log();
    }
    EXPECT_THAT(livecamd.log(),
                HasSubstr("first round: 1 of 3 cameras have a picture, 1 failed so far"));
}

TEST(Notify, ATerminalShowsProgressInPlace) {
    Simulator simulator(
        {"--cameras", "3", "--size", "160x100", "--fault", "1=hang", "--fault", "2=500"});
    TempDir dir;
    StoreDir store;
    OnTerminal livecamd(
        {built("livecamd"), "--config", slow_round(dir, simulator), "--store", store.path()}, 40,
        200);
    ASSERT_TRUE(livecamd.shows("livecamd: 1 of 3 cameras have a picture, 1 failed so far"))
        << livecamd.screen().text();
    ASSERT_TRUE(livecamd.shows("livecamd: 1 of 3 cameras have a picture, 2 failed so far"))
        << livecamd.screen().text();
    const std::string text = livecamd.screen().text();
    EXPECT_EQ(text.find("cameras have a picture"), text.rfind("cameras have a picture")) << text;
    EXPECT_THAT(text, testing::Not(HasSubstr("info: first round: "))) << "what the log has";
    EXPECT_THAT(text, testing::ContainsRegex("\n20[^\n]* warning: [^\n]*camera=three [^\n]*\n20"))
        << "a line of the log is whole";
    livecamd.process().signal(SIGTERM);
    EXPECT_EQ(livecamd.wait(), 0);
}

}  // namespace
}  // namespace livecam::e2e
