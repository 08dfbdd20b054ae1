// The executable itself: its files, its first line, its end.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/simulator/running_simulator.h"

namespace livecam::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// LIVECAM_SIMULATOR is the path of the executable, from CMakeLists.txt.
class Program {
  public:
    explicit Program(std::vector<std::string> arguments) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("pipe2 failed");
        }
        arguments.insert(arguments.begin(), LIVECAM_SIMULATOR);
        std::vector<char*> argv;
        for (std::string& argument : arguments) {
            argv.push_back(argument.data());
        }
        argv.push_back(nullptr);
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            dup2(ends[1], STDERR_FILENO);
            execv(argv[0], argv.data());
            _exit(127);
        }
        close(ends[1]);
        out_ = ends[0];
    }
    ~Program() {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
        close(out_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// One line of its output, or what there is at its end or after 30 s.
    std::string line() const {
        std::string text;
        pollfd ready{out_, POLLIN, 0};
        for (char c = 0; c != '\n' && poll(&ready, 1, 30000) == 1 && read(out_, &c, 1) == 1;) {
            text += c;
        }
        return text;
    }

    void signal(int number) const { kill(pid_, number); }

    int exit_status() {
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = -1;
        return status;
    }

  private:
    pid_t pid_ = -1;
    int out_ = -1;
};

class Directory {
  public:
    Directory() {
        char name[] = "/tmp/livecam-simulator-XXXXXX";
        path_ = mkdtemp(name);
    }
    ~Directory() { std::filesystem::remove_all(path_); }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

std::string contents(const std::string& file) {
    std::ostringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
}

TEST(Program, WritesPortAndConfigurationBeforeItsFirstLine) {
    const Directory directory;
    Program program({"--cameras", "5", "--interval", "2s", "--size", "192x120", "--port-file",
                     directory.file("port"), "--config-out", directory.file("config.json")});
    const std::string line = program.line();
    const std::string port = std::to_string(std::stoi(contents(directory.file("port"))));
    const std::string origin = "http://127.0.0.1:" + port;
    EXPECT_EQ(line, "listening on " + origin + "\n");

    const std::string config = contents(directory.file("config.json"));
    EXPECT_THAT(config, ::testing::Not(HasSubstr("\"store\"")));
    EXPECT_THAT(config, HasSubstr("\"interval\": \"2000ms\""));
    const auto south = config.find("\"id\": \"south\"");
    ASSERT_NE(south, std::string::npos);
    for (int i = 0; i < 5; ++i) {
        const auto at =
            config.find("\"src\": \"" + origin + "/cam/" + std::to_string(i) + ".jpg\"");
        ASSERT_NE(at, std::string::npos) << config;
        EXPECT_EQ(at > south, i >= 3);
    }
    EXPECT_EQ(config.find("/cam/5.jpg"), std::string::npos);
    Client client(static_cast<unsigned short>(std::stoi(port)));
    EXPECT_TRUE(verify(client.get("/cam/4.jpg").bytes()));
}

TEST(Program, EndsAtOnceOnSigtermAndSigintWithARequestInFlight) {
    for (const int number : {SIGTERM, SIGINT}) {
        Program program({"--size", "192x120"});
        const std::string line = program.line();
        ASSERT_THAT(line, StartsWith("listening on "));
        Client client(static_cast<unsigned short>(std::stoi(line.substr(line.rfind(':') + 1))));
        client.get("/fault/half-header/0.jpg", "", std::chrono::milliseconds{100});
        const auto start = std::chrono::steady_clock::now();
        program.signal(number);
        const int status = program.exit_status();
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
    }
}

TEST(Program, EndsCleanlyWhileItPaints) {
    Program program({"--size", "1920x1200"});
    const std::string line = program.line();
    ASSERT_THAT(line, StartsWith("listening on "));
    Client client(static_cast<unsigned short>(std::stoi(line.substr(line.rfind(':') + 1))));
    client.get("/cam/0.jpg", "", std::chrono::milliseconds{20});
    program.signal(SIGTERM);
    const int status = program.exit_status();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST(Program, NamesWhatIsWrongWithAnOption) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
        {{"--interval", "3x"}, "\"3x\" is not like 500ms, 3s or 1m"},
        {{"--size", "960"}, "\"960\" is not WxH"},
        {{"--fault", "0=bad"}, "\"0=bad\" is not ID=NAME"},
    };
    for (const auto& [arguments, message] : wrong) {
        Program program(arguments);
        EXPECT_THAT(program.line(), HasSubstr(message));
        EXPECT_EQ(WEXITSTATUS(program.exit_status()), 2);
    }
}

TEST(Program, APortInUseIsAClearError) {
    const RunningSimulator first;
    Program program({"--port", std::to_string(first.port())});
    EXPECT_THAT(program.line(),
                HasSubstr("cannot listen on 127.0.0.1 port " + std::to_string(first.port())));
    EXPECT_EQ(WEXITSTATUS(program.exit_status()), 1);
}

TEST(Program, AnUnwritableFileIsAClearError) {
    Program program({"--port-file", "/nonexistent/port"});
    EXPECT_THAT(program.line(), HasSubstr("cannot write /nonexistent/port"));
    EXPECT_EQ(WEXITSTATUS(program.exit_status()), 1);
}

}  // namespace
}  // namespace livecam::sim
