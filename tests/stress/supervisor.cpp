#include "tests/stress/supervisor.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "tests/stress/private_tmpfs.h"
#include "tests/stress/reader.h"
#include "tests/stress/writer.h"

namespace livecam::stress {
namespace {

constexpr std::uint64_t kTickMs = 20;
constexpr std::uint64_t kWriterTicks = 30;  // between two kills, on average
constexpr std::uint64_t kReaderTicks = 15;
constexpr std::int64_t kFillPeriodMs = 4000;
constexpr std::int64_t kFullMs = 1000;
constexpr std::uint64_t kMaxSpareBytes = 64 << 10;
constexpr std::int64_t kFirstPictureMs = 20'000;

pid_t fork_child() {
    const pid_t pid = ::fork();
    if (pid < 0) {
        std::fprintf(stderr, "stress: fork: %s\n", std::strerror(errno));
        std::exit(2);
    }
    if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    return pid;
}

}  // namespace

Supervisor::Supervisor(Control& control, StoreOptions store, RunOptions run, std::string fill)
    : control_(control),
      store_(std::move(store)),
      run_(run),
      fill_(std::move(fill)),
      random_(run.seed) {}

void Supervisor::start_writer() {
    const std::uint64_t seed = random_();
    if ((writer_ = fork_child()) == 0) {
        run_writer(control_, store_, seed, run_.bait);
    }
}

void Supervisor::start_reader(std::size_t number) {
    const std::uint64_t seed = random_();
    if ((readers_[number] = fork_child()) == 0) {
        run_reader(control_, store_.path, seed, run_.bait);
    }
}

void Supervisor::kill(pid_t& pid) {
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    const bool asked = WIFEXITED(status) && WEXITSTATUS(status) == kWantsSmallerIndex;
    if (!asked && (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)) {
        ++control_.failures.unruly;
    }
    pid = -1;
    ++kills_;
}

void Supervisor::look_after_writer() {
    int status = 0;
    if (::waitpid(writer_, &status, WNOHANG) == writer_) {
        if (WIFEXITED(status) && WEXITSTATUS(status) == kWantsSmallerIndex) {
            // The writer only ever makes an index larger. A smaller one begins with the loss of the
            // old one, and so with that of its pictures.
            control_.index_lost_ms = now_ms();
            ::unlink((store_.path + "/index").c_str());
            ++lost_indexes_;
        } else {
            ++control_.failures.unruly;
        }
        start_writer();
    } else if (random_() % kWriterTicks == 0) {
        kill(writer_);
        start_writer();
    }
}

void Supervisor::look_after_readers() {
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        if (::waitpid(readers_[i], nullptr, WNOHANG) == readers_[i]) {
            ++control_.failures.unruly;
            start_reader(i);
        }
    }
    if (random_() % kReaderTicks == 0) {
        const std::size_t chosen = random_() % readers_.size();
        kill(readers_[chosen]);
        start_reader(chosen);
    }
}

void Supervisor::fill_or_free(std::int64_t now) {
    if (fill_.empty()) {
        return;
    }
    if (now >= next_fill_ms_) {
        full_ = !full_;
        next_fill_ms_ = now + (full_ ? kFullMs : kFillPeriodMs);
        if (full_) {
            ++fills_;
        } else {
            ::unlink(fill_.c_str());
        }
    }
    if (full_) {  // again and again: each frame that goes gives some room back
        fill_up(fill_, random_() % kMaxSpareBytes);
    }
}

/// A reader that finds no store tries again 100 ms later; that is not what is looked at here.
void Supervisor::await_first_picture() {
    for (const std::int64_t limit = now_ms() + kFirstPictureMs;
         control_.counts.published == 0 && now_ms() < limit;) {
        ::usleep(1000);
    }
}

void Supervisor::run() {
    const std::int64_t end = now_ms() + std::int64_t{run_.seconds} * 1000;
    next_fill_ms_ = now_ms() + kFillPeriodMs / 2;
    control_.last_grow_ms = now_ms();
    start_writer();
    await_first_picture();
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        start_reader(i);
    }
    while (now_ms() < end && (run_.bait == Bait::kNone || control_.failures.sum() == 0)) {
        ::usleep(kTickMs * 1000);
        look_after_writer();
        look_after_readers();
        fill_or_free(now_ms());
    }
    kill(writer_);
    for (pid_t& reader : readers_) {
        kill(reader);
    }
    if (full_) {
        ::unlink(fill_.c_str());
    }
}

}  // namespace livecam::stress
