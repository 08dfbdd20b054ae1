#include "sidecar/ctl/top/terminal.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace livecam::ctl {
namespace {

// ECMA-48, and xterm's private modes 1049 (another screen) and 25 (the cursor), which every
// terminal of today has.
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[2J";
constexpr std::string_view kLeave = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view kHome = "\x1b[H";
constexpr std::string_view kReverse = "\x1b[7m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::string_view kRestOfLine = "\x1b[K";
constexpr std::string_view kRestOfScreen = "\x1b[J";
constexpr std::size_t kTitles = 2;  // which line is in reverse

bool write_all(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return true;
}

}  // namespace

Terminal::Terminal() {
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP}) {
        ::sigaddset(&wanted, number);
    }
    ::sigprocmask(SIG_BLOCK, &wanted, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    signals_ = Fd{::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK)};
    reads_keys_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    enter();
}

Terminal::~Terminal() {
    leave();
}

void Terminal::enter() {
    if (reads_keys_) {
        termios keys = before_;
        keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
    }
    write_all(kEnter);
    measure();
}

void Terminal::leave() const {
    write_all(kLeave);
    if (reads_keys_) {
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
    }
}

void Terminal::measure() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        rows_ = size.ws_row;
        columns_ = size.ws_col;
    }
}

bool Terminal::draw(const std::vector<std::string>& lines) const {
    std::string text{kHome};
    const std::size_t count = std::min(lines.size(), rows_);
    for (std::size_t i = 0; i < count; ++i) {
        text += i > 0 ? "\r\n" : "";
        text += i == kTitles ? kReverse : "";
        // Not the last column: after a character there, terminals differ in where the cursor is.
        text += std::string_view(lines[i]).substr(0, columns_ - 1);
        text += i == kTitles ? kPlain : "";
        text += kRestOfLine;
    }
    text += kRestOfScreen;
    return write_all(text);
}

Terminal::Event Terminal::wait(int milliseconds) {
    pollfd wanted[] = {{signals_.get(), POLLIN, 0}, {reads_keys_ ? STDIN_FILENO : -1, POLLIN, 0}};
    if (::poll(wanted, 2, milliseconds) <= 0) {
        return Event::kTime;
    }
    signalfd_siginfo signal{};
    if (::read(signals_.get(), &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo == SIGTSTP) {
            leave();
            ::raise(SIGSTOP);
            enter();
        } else if (signal.ssi_signo != SIGWINCH) {
            return Event::kEnd;
        }
        measure();
        return Event::kResized;
    }
    if (wanted[1].revents != 0) {
        if (::read(STDIN_FILENO, &key_, 1) == 1) {
            return Event::kKey;
        }
        reads_keys_ = false;
    }
    return Event::kTime;
}

}  // namespace livecam::ctl
