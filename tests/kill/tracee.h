// A forked child that is stopped and killed at chosen points of what it does, with ptrace(2). It
// asks for it itself (PTRACE_TRACEME), which an ordinary user may do everywhere.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace livecam::kill_points {

/// What the child calls just before and just after the part that is examined.
void mark() noexcept;

class Tracee {
  public:
    /// Forks; the child runs `action`, which calls mark() twice. Returns when it stands at the
    /// first mark. Ends the program with a message if the child does not get there.
    explicit Tracee(void (*action)());
    Tracee(const Tracee&) = delete;
    Tracee& operator=(const Tracee&) = delete;
    ~Tracee() { kill(); }

    /// One instruction (a system call is one). False at the second mark.
    bool step();

    /// On to the next entry or exit of a system call. False at the second mark.
    bool to_system_call();

    /// On to the instruction at `address`, by a breakpoint that is met so many times. False if it
    /// is not reached.
    bool run_to(std::uint64_t address, std::uint32_t hits);

    std::uint64_t instruction() const;

    /// SIGKILL, and waits for its end: its lock and its mappings are gone.
    void kill();

  private:
    bool wait_stop(int wanted);
    void poke(std::uint64_t address, std::uint64_t word);

    pid_t pid_ = -1;
};

}  // namespace livecam::kill_points
