#include "tests/e2e/screen.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "tests/e2e/wait.h"

namespace livecam::e2e {

void Screen::resize(std::size_t rows, std::size_t columns) {
    lines_.assign(rows, std::string(columns, ' '));
    columns_ = columns;
    row_ = column_ = 0;
}

std::string Screen::text() const {
    std::string all;
    for (const std::string& line : lines_) {
        all += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return all;
}

void Screen::sequence(const std::string& text) {
    if (text == "\x1b[H") {
        row_ = column_ = 0;
    } else if (text == "\x1b[K" || text == "\x1b[J") {
        lines_[row_].replace(column_, columns_ - column_, columns_ - column_, ' ');
        for (std::size_t row = row_ + 1; text == "\x1b[J" && row < lines_.size(); ++row) {
            lines_[row].assign(columns_, ' ');
        }
    } else if (text == "\x1b[2J") {
        lines_.assign(lines_.size(), std::string(columns_, ' '));
    } else if (text == "\x1b[?1049h" || text == "\x1b[?1049l") {
        other_screen_ = text.back() == 'h';
    } else if (text == "\x1b[?25h" || text == "\x1b[?25l") {
        cursor_shown_ = text.back() == 'h';
    } else if (text != "\x1b[7m" && text != "\x1b[0m") {
        strange_ += text;
    }
}

void Screen::put(char c) {
    if (c == '\r') {
        column_ = 0;
    } else if (c == '\n') {
        row_ + 1 < lines_.size() ? void(++row_) : void(strange_ += "scroll");
    } else if (c < ' ' || c > '~') {
        strange_ += c;
    } else if (column_ >= columns_) {
        strange_ += "wrap";
    } else {
        lines_[row_][column_++] = c;
    }
}

void Screen::take(const std::string& bytes) {
    for (const char c : bytes) {
        if (rest_.empty() && c != '\x1b') {
            put(c);
            continue;
        }
        rest_ += c;
        if (rest_.size() > 2 && c >= '@') {
            sequence(rest_);
            rest_.clear();
        }
    }
}

OnTerminal::OnTerminal(std::vector<std::string> arguments, std::size_t rows, std::size_t columns)
    : screen_(rows, columns) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
    int end = -1;
    const pid_t pid = ::forkpty(&end, nullptr, nullptr, &size);
    if (pid < 0) {
        throw std::runtime_error("no terminal for " + arguments[0]);
    }
    if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    process_ = Process::adopt(pid);
    end_ = Fd{end};
    ::fcntl(end, F_SETFL, O_NONBLOCK);
}

void OnTerminal::read() {
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(end_.get(), buffer, sizeof buffer)) > 0;) {
        screen_.take({buffer, static_cast<std::size_t>(got)});
    }
}

bool OnTerminal::shows(const std::string& text) {
    return until([&] {
        read();
        return screen_.text().find(text) != std::string::npos;
    });
}

std::optional<int> OnTerminal::wait() {
    const auto code = process_.wait();
    read();
    return code;
}

void OnTerminal::resize(std::size_t rows, std::size_t columns) {
    read();
    screen_.resize(rows, columns);
    const winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0,
                       0};
    ::ioctl(end_.get(), TIOCSWINSZ, &size);
}

void OnTerminal::type(const std::string& keys) const {
    [[maybe_unused]] const ssize_t written = ::write(end_.get(), keys.data(), keys.size());
}

bool OnTerminal::echoes() const {
    termios now{};
    return ::tcgetattr(end_.get(), &now) == 0 && (now.c_lflag & ECHO) != 0 &&
           (now.c_lflag & ICANON) != 0;
}

}  // namespace livecam::e2e
