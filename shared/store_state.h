// What StoreWriter knows, and the steps its publishes are made of. For store_writer.cpp alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/frame_table.h"
#include "shared/index_writer.h"
#include "shared/store_directory.h"
#include "shared/store_writer.h"

namespace livecam {

struct StoreWriter::State {
    StoreOptions options;
    StoreDirectory store;
    IndexWriter index;
    std::vector<Descriptor> descriptors;  // as published, one for each entry
    FrameTable frames;
    std::uint64_t last_serial = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> headers;  // content hash → serial
    Summary summary;
    std::string opening;

    void write_summary();

    /// Whether `cost` bytes more are within the budget; if not, counts a dropped update.
    Expected<void> make_room(std::uint64_t cost);

    /// Names the draft; the one reference to it is the caller's.
    Expected<std::uint64_t> name(const FrameDraft& draft);

    /// One reference less; the last one takes the name away.
    void drop(std::uint64_t serial);

    /// One reference more for each frame of a descriptor that stays in use.
    void hold(const Descriptor& descriptor);

    /// The step in which readers see the change. The frames of `next` have names and one reference
    /// each; those of the old descriptor lose theirs afterwards, never before.
    void exchange(std::uint32_t entry, const Descriptor& next, bool tell);

    /// The frame that holds exactly these headers, with one reference for the caller.
    Expected<std::uint64_t> headers_frame(std::string_view text);

    /// Headers of adopted entries, so that the same ones are found to be there.
    void learn_headers();

  private:
    std::uint64_t next_serial();
};

/// Whether a reader would be answered the same by both.
bool same_answer(const Descriptor& a, const Descriptor& b);

}  // namespace livecam
