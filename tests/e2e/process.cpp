#include "tests/e2e/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "tests/e2e/temp_dir.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {

Process::Process(std::vector<std::string> arguments, const std::string& log) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) {
        throw std::runtime_error("cannot start " + arguments[0]);
    }
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(127);
        }
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        const int null = ::open("/dev/null", O_RDONLY);
        ::dup2(null, 0);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
}

Process Process::adopt(pid_t pid) {
    Process process;
    process.pid_ = pid;
    return process;
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), code_(std::exchange(other.code_, std::nullopt)) {}

Process& Process::operator=(Process&& other) noexcept {
    kill();
    pid_ = std::exchange(other.pid_, -1);
    code_ = std::exchange(other.code_, std::nullopt);
    return *this;
}

Process::~Process() {
    kill();
}

bool Process::running() {
    return pid_ > 0 && !wait(std::chrono::milliseconds(0));
}

void Process::signal(int number) const {
    if (pid_ > 0 && !code_) {
        ::kill(pid_, number);
    }
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
    if (pid_ <= 0 || code_) {
        return code_;
    }
    until(
        [this] {
            int status = 0;
            if (::waitpid(pid_, &status, WNOHANG) == pid_) {
                code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            }
            return code_.has_value();
        },
        limit);
    return code_;
}

void Process::kill() {
    signal(SIGKILL);
    wait();
}

Finished run(std::vector<std::string> arguments, std::chrono::milliseconds limit) {
    const TempDir dir;
    Process process(std::move(arguments), dir / "output");
    Finished finished;
    finished.code = process.wait(limit).value_or(-1);
    finished.output = read_file(dir / "output");
    return finished;
}

std::vector<std::string> Finished::lines() const {
    std::vector<std::string> found;
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);) {
        found.push_back(line);
    }
    return found;
}

std::vector<pid_t> children_of(pid_t pid) {
    std::vector<pid_t> children;
    std::ifstream file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) +
                       "/children");
    for (pid_t child = 0; file >> child;) {
        children.push_back(child);
    }
    return children;
}

}  // namespace livecam::e2e
