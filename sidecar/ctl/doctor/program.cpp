#include "sidecar/ctl/doctor/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <sstream>

#include "shared/fd.h"

namespace livecam::ctl {
namespace {

constexpr std::chrono::seconds kLimit{20};
constexpr std::size_t kMaxOutput = 16 << 20;

struct Pipe {
    Fd read, write;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) == 0) {
            read = Fd{ends[0]};
            write = Fd{ends[1]};
        }
    }
};

pid_t spawn(const std::vector<std::string>& arguments, const Pipe& output, const Pipe& errors) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output.write.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors.write.get(), STDERR_FILENO);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error == 0 ? pid : -1;
}

/// False at its end.
bool read_some(int fd, std::string& text) {
    char buffer[16 * 1024];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got > 0 && text.size() < kMaxOutput) {
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

std::optional<Answer> run_program(const std::vector<std::string>& arguments) {
    Pipe output;
    Pipe errors;
    const pid_t pid = spawn(arguments, output, errors);
    if (pid < 0) {
        return std::nullopt;
    }
    output.write = Fd{};
    errors.write = Fd{};
    Answer answer;
    pollfd ends[] = {{output.read.get(), POLLIN, 0}, {errors.read.get(), POLLIN, 0}};
    std::string* const texts[] = {&answer.output, &answer.errors};
    const auto until = std::chrono::steady_clock::now() + kLimit;
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            ::kill(pid, SIGKILL);
            break;
        }
        ::poll(ends, 2, static_cast<int>(left.count()));
        for (std::size_t i = 0; i < 2; ++i) {
            if (ends[i].fd >= 0 && ends[i].revents != 0 && !read_some(ends[i].fd, *texts[i])) {
                ends[i].fd = -1;
            }
            ends[i].revents = 0;
        }
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return answer;
}

std::string find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) {
        return ::access(name.c_str(), X_OK) == 0 ? name : std::string();
    }
    const char* path = std::getenv("PATH");
    std::istringstream directories(std::string(path != nullptr ? path : "/usr/bin:/bin") +
                                   ":/usr/sbin:/sbin:/usr/local/sbin:/usr/local/nginx/sbin");
    for (std::string directory; std::getline(directories, directory, ':');) {
        const std::string candidate = directory + "/" + name;
        if (!directory.empty() && ::access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
    }
    return {};
}

}  // namespace livecam::ctl
