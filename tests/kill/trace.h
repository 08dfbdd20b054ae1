// The instructions that a writer's child executes between its marks, and the way back to each.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tests/kill/tracee.h"

namespace livecam::kill_points {

/// A child forked from the same process with the same store does the same again. So that it does,
/// nothing here allocates from the heap that the children inherit.
class Trace {
  public:
    Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;
    ~Trace();

    /// Steps a child that stands at its first mark to its second.
    void record(Tracee& tracee);

    /// Instructions recorded; the points are 0 … count().
    std::size_t count() const { return count_; }

    /// Brings another child, standing at its first mark, to where it has executed `point`
    /// instructions. Ends the program if it did not take the recorded way.
    void follow(Tracee& tracee, std::size_t point) const;

  private:
    void find_landmarks();

    std::uint64_t* instructions_ = nullptr;  // count_ + 1: where it stands after each
    std::uint32_t* hits_ = nullptr;       // how often its address was met until then; 0: too often
    std::uint32_t* landmarks_ = nullptr;  // for each point, the last one that has hits
    std::size_t count_ = 0;
};

}  // namespace livecam::kill_points
