#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <limits>
#include <thread>

#include "sidecar/config/units.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/ctl/top/look.h"
#include "sidecar/ctl/top/terminal.h"

namespace livecam::ctl {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kShortest{100};

class Top {
  public:
    Top(StoreReader& reader, const TopOptions& options, std::chrono::milliseconds interval)
        : looks_(reader),
          filter_(options.filter),
          column_(column_of(options.sort)),
          interval_(interval) {}

    int once(bool json) {
        looks_.look();
        std::this_thread::sleep_for(interval_);  // hits are counted between two looks
        look();
        return json ? print_json() : print_lines();
    }

    /// A document for each interval, until the terminal is gone or a signal ends this.
    int documents() {
        for (;;) {
            look();
            if (print_json() != 0) {
                return 0;
            }
            std::this_thread::sleep_for(interval_);
        }
    }

    int on_terminal() {
        Terminal terminal;
        for (;;) {
            look();
            const auto next = Clock::now() + interval_;
            do {
                if (!terminal.draw(table_lines(table_, column_, terminal.columns()))) {
                    return 1;
                }
            } while (handled(terminal, next));
            if (ended_) {
                return 0;
            }
        }
    }

  private:
    void look() {
        table_ = looks_.look();
        filter_rows(table_.rows, filter_);
        sort_rows(table_.rows, column_);
    }

    /// Waits for what is to be shown at once; false when it is time for another look, or the end.
    bool handled(Terminal& terminal, Clock::time_point next) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now()).count();
        const Terminal::Event event = terminal.wait(static_cast<int>(left > 0 ? left : 0));
        const bool quit =
            event == Terminal::Event::kKey && (terminal.key() == 'q' || terminal.key() == 'Q');
        ended_ = ended_ || quit || event == Terminal::Event::kEnd;
        if (event == Terminal::Event::kKey && terminal.key() == 's') {
            column_ = next_column(column_);
            sort_rows(table_.rows, column_);
        }
        return !ended_ && event != Terminal::Event::kTime;
    }

    int print_lines() const {
        for (const std::string& line :
             table_lines(table_, column_, std::numeric_limits<std::size_t>::max())) {
            std::puts(line.c_str());
        }
        return std::fflush(stdout) == 0 ? 0 : 1;
    }

    int print_json() const {
        std::puts(table_json(table_).c_str());
        return std::fflush(stdout) == 0 ? 0 : 1;
    }

    TopLooks looks_;
    std::string filter_;
    TopColumn column_;
    std::chrono::milliseconds interval_;
    TopTable table_;
    bool ended_ = false;
};

}  // namespace

int top(const std::string& store, const TopOptions& options) {
    const auto interval = config::parse_duration(options.interval);
    if (!interval || *interval < kShortest) {
        say("--interval \"" + options.interval + "\" is not a time from 100ms on, such as 2s");
        return 2;
    }
    StoreReader reader{store.c_str(), owner_of(store)};
    if (!open_reader(store, reader)) {
        return 1;
    }
    Top top(reader, options, *interval);
    if (options.once || ::isatty(STDOUT_FILENO) != 1) {
        return top.once(options.json);
    }
    return options.json ? top.documents() : top.on_terminal();
}

}  // namespace livecam::ctl
