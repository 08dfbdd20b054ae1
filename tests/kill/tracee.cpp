#include "tests/kill/tracee.h"

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace livecam::kill_points {
namespace {

constexpr int kNotPermitted = 77;
constexpr int kSystemCallStop = SIGTRAP | 0x80;  // PTRACE_O_TRACESYSGOOD
constexpr std::uint64_t kBreakpoint = 0xCC;      // int3; leaves the address after it

void* address_of(std::uint64_t value) {
    return reinterpret_cast<void*>(value);
}

void* instruction_register() {
    return address_of(offsetof(user_regs_struct, rip));
}

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "kill points: %s: %s\n", what, std::strerror(errno));
    std::exit(2);
}

}  // namespace

void mark() noexcept {
    ::raise(SIGSTOP);
}

Tracee::Tracee(void (*action)()) {
    pid_ = ::fork();
    if (pid_ < 0) {
        give_up("fork");
    }
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) {
            ::_exit(kNotPermitted);
        }
        action();
        ::_exit(0);
    }
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) {
        give_up("waitpid");
    }
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP) {
        pid_ = -1;
        const bool refused = WIFEXITED(status) && WEXITSTATUS(status) == kNotPermitted;
        std::fprintf(stderr,
                     refused
                         ? "kill points: ptrace(PTRACE_TRACEME) is not permitted here (seccomp, "
                           "or another tracer): allow it, e.g. --cap-add=SYS_PTRACE\n"
                         : "kill points: the writer ended before its first mark (status %#x)\n",
                     static_cast<unsigned>(status));
        std::exit(2);
    }
    if (::ptrace(PTRACE_SETOPTIONS, pid_, nullptr,
                 address_of(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) != 0) {
        give_up("ptrace(PTRACE_SETOPTIONS)");
    }
}

bool Tracee::wait_stop(int wanted) {
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) {
        give_up("waitpid");
    }
    if (WIFSTOPPED(status) && (WSTOPSIG(status) == wanted || WSTOPSIG(status) == SIGSTOP)) {
        return WSTOPSIG(status) == wanted;
    }
    std::fprintf(stderr, "kill points: the writer stopped or ended by itself (status %#x)\n",
                 static_cast<unsigned>(status));
    std::exit(2);
}

bool Tracee::step() {
    if (::ptrace(PTRACE_SINGLESTEP, pid_, nullptr, nullptr) != 0) {
        give_up("ptrace(PTRACE_SINGLESTEP)");
    }
    return wait_stop(SIGTRAP);
}

bool Tracee::to_system_call() {
    if (::ptrace(PTRACE_SYSCALL, pid_, nullptr, nullptr) != 0) {
        give_up("ptrace(PTRACE_SYSCALL)");
    }
    return wait_stop(kSystemCallStop);
}

void Tracee::poke(std::uint64_t address, std::uint64_t word) {
    if (::ptrace(PTRACE_POKETEXT, pid_, address_of(address), address_of(word)) != 0) {
        give_up("ptrace(PTRACE_POKETEXT)");
    }
}

bool Tracee::run_to(std::uint64_t address, std::uint32_t hits) {
    errno = 0;
    const auto word =
        static_cast<std::uint64_t>(::ptrace(PTRACE_PEEKTEXT, pid_, address_of(address), nullptr));
    if (errno != 0) {
        give_up("ptrace(PTRACE_PEEKTEXT)");
    }
    for (std::uint32_t hit = 1; hit <= hits; ++hit) {
        if (hit > 1 && !step()) {  // over the instruction itself
            return false;
        }
        poke(address, (word & ~std::uint64_t{0xFF}) | kBreakpoint);
        if (::ptrace(PTRACE_CONT, pid_, nullptr, nullptr) != 0) {
            give_up("ptrace(PTRACE_CONT)");
        }
        if (!wait_stop(SIGTRAP) || instruction() != address + 1) {
            return false;
        }
        poke(address, word);
        if (::ptrace(PTRACE_POKEUSER, pid_, instruction_register(), address_of(address)) != 0) {
            give_up("ptrace(PTRACE_POKEUSER)");
        }
    }
    return true;
}

std::uint64_t Tracee::instruction() const {
    return static_cast<std::uint64_t>(
        ::ptrace(PTRACE_PEEKUSER, pid_, instruction_register(), nullptr));
}

void Tracee::kill() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        int status = 0;
        while (::waitpid(pid_, &status, 0) == pid_ && WIFSTOPPED(status)) {
        }
        pid_ = -1;
    }
}

}  // namespace livecam::kill_points
