#include "sidecar/app/signals.h"

#include <pthread.h>
#include <signal.h>

namespace livecam::app {
namespace {

sigset_t handled() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGTERM);
    ::sigaddset(&set, SIGINT);
    ::sigaddset(&set, SIGHUP);
    return set;
}

}  // namespace

void block_signals() {
    const sigset_t set = handled();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
}

Signal wait_for_signal() {
    const sigset_t set = handled();
    for (;;) {
        int signal = 0;
        if (::sigwait(&set, &signal) == 0) {
            return signal == SIGHUP ? Signal::kReload : Signal::kStop;
        }
    }
}

void die_at_next_stop() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGTERM);
    ::sigaddset(&set, SIGINT);
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace livecam::app
