// What StoreWriter knows, and the steps its publishes are made of. For store_writer.cpp alone.
#pragma once

#include <cstdint>
#include <map>
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
    // All that the index says, so that it can be made again; only readers need the index itself.
    std::vector<Descriptor> descriptors;  // as published, one for each entry
    std::vector<std::string> keys;
    std::uint64_t key_bytes = 0;                                // of all keys
    std::map<std::string, std::uint32_t, std::less<>> entries;  // by key
    std::uint64_t generation = 0;
    layout::Phase phase = layout::Phase::kStarting;
    std::int64_t started_at = 0;  // ms since the epoch, as ready_at
    std::int64_t ready_at = 0;
    std::uint64_t beat_ns = 0;  // CLOCK_MONOTONIC
    FrameTable frames;
    std::uint64_t last_serial = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> headers;  // content hash → serial
    Summary summary;
    std::string opening;
    // Where inspect() goes on: the entry whose frames, or words, it looked at last.
    std::size_t next_inspected = 0;
    std::size_t next_compared = 0;
    bool superseded = false;

    void write_summary();

    /// Notes the key of the entry with the next number.
    void add_key(std::string_view key);

    /// Replaces the index by one with room for so much, made of what is known here.
    Expected<void> rebuild(const IndexShape& shape);

    // inspection.cpp
    bool index_is_whole();
    bool has_frame(std::uint64_t serial, std::uint64_t length) const;
    bool has_newest(const Descriptor& descriptor) const;
    std::vector<std::uint32_t> lost_entries(bool all);

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
