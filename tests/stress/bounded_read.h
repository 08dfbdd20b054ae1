// Reading a frame the way a worker does: descriptor, open, and on ENOENT the descriptor again, a
// bounded number of times. What was read is judged by its own bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/descriptor.h"
#include "shared/fd.h"
#include "shared/store_reader.h"
#include "tests/stress/stamped_frame.h"

namespace livecam::stress {

enum class Outcome : std::uint8_t {
    kWhole,
    kAbsent,  // no such path, or no picture at it
    kStuck,   // every try found the frame gone, or the latch gave up
    kTorn,
    kMixed,
    kOther,
};

const char* to_string(Outcome outcome) noexcept;

struct FrameRead {
    Outcome outcome = Outcome::kAbsent;
    std::uint64_t version = 0;  // what the descriptor promised (in changed_at)
    int retries = 0;
    Descriptor descriptor;
    Fd frame;  // open, if there was one
};

/// The n-th frame of a path. The frame's stamp must be {camera, changed_at of its reference}.
/// `pause_us`: what the first tries wait between descriptor and open, so that a writer comes
/// between.
/// Between two tries the reader looks for a newer index, as at `now_ms`; nullopt: it never does.
FrameRead read_frame(StoreReader& reader, std::optional<std::int64_t> now_ms, std::string_view key,
                     std::uint64_t camera, std::size_t n, int max_tries, unsigned pause_us = 0);

/// Reads all of an open frame and judges it.
Outcome judge_frame(int fd, std::size_t length, Stamp expected);

}  // namespace livecam::stress
