#include "tests/kill/examiner_process.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace livecam::kill_points {
namespace {

constexpr char kPrepareClean = 'p';
constexpr char kPrepareLittered = 'q';
constexpr char kLook = 'l';
constexpr char kRestart = 'r';

void serve(int socket) {
    Examiner examiner;
    char what = 0;
    while (::read(socket, &what, 1) == 1) {
        Findings findings;
        switch (what) {
            case kPrepareClean:
                examiner.prepare(Litter::kNone);
                break;
            case kPrepareLittered:
                examiner.prepare(Litter::kOrphansAndIndexNew);
                break;
            case kRestart:
                examiner.look(findings);
                examiner.restart(findings);
                break;
            default:
                examiner.look(findings);
        }
        if (::write(socket, &findings, sizeof findings) != sizeof findings) {
            return;
        }
    }
}

}  // namespace

ExaminerProcess::ExaminerProcess() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
        (pid_ = ::fork()) < 0) {
        std::perror("kill points: cannot start the examiner");
        std::exit(2);
    }
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::close(ends[0]);
        serve(ends[1]);
        std::_Exit(0);
    }
    ::close(ends[1]);
    socket_ = ends[0];
}

ExaminerProcess::~ExaminerProcess() {
    ::close(socket_);
    ::waitpid(pid_, nullptr, 0);
}

Findings ExaminerProcess::ask(char what) {
    Findings findings;
    if (::write(socket_, &what, 1) != 1 ||
        ::read(socket_, &findings, sizeof findings) != sizeof findings) {
        std::fputs("kill points: the examiner died\n", stderr);
        std::exit(2);
    }
    return findings;
}

void ExaminerProcess::prepare(Litter litter) {
    ask(litter == Litter::kNone ? kPrepareClean : kPrepareLittered);
}

Findings ExaminerProcess::look() {
    return ask(kLook);
}

Findings ExaminerProcess::look_and_restart() {
    return ask(kRestart);
}

}  // namespace livecam::kill_points
