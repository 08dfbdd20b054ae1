// The terminal while a table lives on it: another screen, no echo, keys one by one. Put back as it
// was when this goes, and while the process is stopped.
#pragma once

#include <termios.h>

#include <cstddef>
#include <string>
#include <vector>

#include "shared/fd.h"

namespace livecam::ctl {

class Terminal {
  public:
    enum class Event { kTime, kKey, kResized, kEnd };

    Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal();

    std::size_t rows() const noexcept { return rows_; }
    std::size_t columns() const noexcept { return columns_; }

    /// Lines of visible ASCII in place of what is there, the third in reverse; what does not fit is
    /// cut off. False once the terminal is gone.
    bool draw(const std::vector<std::string>& lines) const;

    /// Waits at most so long. kEnd: SIGINT, SIGTERM, SIGHUP. Stops with SIGTSTP, and then resizes.
    Event wait(int milliseconds);
    char key() const noexcept { return key_; }  // of the last kKey

  private:
    void enter();
    void leave() const;
    void measure();

    Fd signals_;
    bool reads_keys_ = false;
    termios before_{};
    std::size_t rows_ = 24;
    std::size_t columns_ = 80;
    char key_ = 0;
};

}  // namespace livecam::ctl
