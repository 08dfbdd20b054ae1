// A program on a terminal of the test's own, and what is to be seen there.
#pragma once

#include <string>
#include <vector>

#include "shared/fd.h"
#include "tests/e2e/process.h"

namespace livecam::e2e {

/// Understands what a table that is refreshed in place needs, and remembers everything else.
class Screen {
  public:
    Screen(std::size_t rows, std::size_t columns) { resize(rows, columns); }

    void resize(std::size_t rows, std::size_t columns);
    void take(const std::string& bytes);

    const std::vector<std::string>& lines() const { return lines_; }
    std::string text() const;
    bool other_screen() const { return other_screen_; }
    bool cursor_shown() const { return cursor_shown_; }
    /// Sequences and control characters that it does not know, and "scroll", "wrap".
    const std::string& strange() const { return strange_; }

  private:
    void sequence(const std::string& text);
    void put(char c);

    std::vector<std::string> lines_;
    std::size_t columns_ = 0, row_ = 0, column_ = 0;
    bool other_screen_ = false, cursor_shown_ = true;
    std::string rest_;  // a sequence that has not ended
    std::string strange_;
};

class OnTerminal {
  public:
    OnTerminal(std::vector<std::string> arguments, std::size_t rows, std::size_t columns);

    /// Until the screen shows this text.
    bool shows(const std::string& text);
    /// Until the program has ended, or stopped; what it wrote is on the screen.
    std::optional<int> wait();
    void resize(std::size_t rows, std::size_t columns);
    void type(const std::string& keys) const;
    bool echoes() const;  // as a shell wants it: echo, and line by line

    const Screen& screen() const { return screen_; }
    Process& process() { return process_; }
    void read();  // what there is

  private:
    Fd end_;
    Screen screen_;
    Process process_;
};

}  // namespace livecam::e2e
