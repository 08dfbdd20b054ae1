// Starts the writer and the readers, kills them at random, fills and frees the tmpfs, and throws
// the index away when it has grown as large as it may.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>

#include "shared/store_writer.h"
#include "tests/stress/control.h"
#include "tests/stress/options.h"

namespace livecam::stress {

class Supervisor {
  public:
    /// `fill`: a file that may take all room of the tmpfs; empty: it is not ours to fill.
    Supervisor(Control& control, StoreOptions store, RunOptions run, std::string fill);

    /// Until the time is over, or a bait was found. All processes have ended then.
    void run();

    std::uint64_t kills() const { return kills_; }
    std::uint64_t fills() const { return fills_; }
    std::uint64_t lost_indexes() const { return lost_indexes_; }

  private:
    void start_writer();
    void await_first_picture();
    void start_reader(std::size_t number);
    void kill(pid_t& pid);
    void look_after_writer();
    void look_after_readers();
    void fill_or_free(std::int64_t now);

    Control& control_;
    StoreOptions store_;
    RunOptions run_;
    std::string fill_;
    std::mt19937_64 random_;
    pid_t writer_ = -1;
    std::array<pid_t, kReaders> readers_{};
    bool full_ = false;
    std::int64_t next_fill_ms_ = 0;
    std::uint64_t kills_ = 0;
    std::uint64_t fills_ = 0;
    std::uint64_t lost_indexes_ = 0;
};

}  // namespace livecam::stress
