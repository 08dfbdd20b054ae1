// A program under test. Ended when the object goes, and when the test itself dies.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace livecam::e2e {

class Process {
  public:
    Process() = default;
    /// Starts `arguments[0]`; standard output and error are appended to `log`.
    Process(std::vector<std::string> arguments, const std::string& log);
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    ~Process();

    /// A process that somebody else started, and that is or becomes a child of this one.
    static Process adopt(pid_t pid);

    pid_t pid() const { return pid_; }
    bool running();
    void signal(int number) const;

    /// The exit code, 128 + n after signal n, or nullopt if it still runs after `limit`.
    std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(30));

    /// SIGKILL, and waits for its end.
    void kill();

  private:
    pid_t pid_ = -1;
    std::optional<int> code_;
};

struct Finished {
    int code = -1;
    std::string output;  // standard output and error

    std::vector<std::string> lines() const;  // of the output
};

/// Runs a program to its end.
Finished run(std::vector<std::string> arguments,
             std::chrono::milliseconds limit = std::chrono::seconds(60));

/// The processes whose parent is `pid`.
std::vector<pid_t> children_of(pid_t pid);

}  // namespace livecam::e2e
