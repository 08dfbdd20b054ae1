// Which cameras are being looked at: the one file workers may write. Both sides use pread(2) and
// pwrite(2), so that neither can make the other fault by truncating it. Numbers are hints: two
// workers that write at the same instant may lose a hit, and nothing depends on it.
//
// Layout: 64 bytes of header {magic, epoch, capacity}, then 16 bytes for each entry of the index
// {last look in ms since the epoch, hits}.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "shared/fd.h"

namespace livecam {

struct Demand {
    std::int64_t last_look = 0;  // ms since the epoch; 0: never
    std::uint64_t hits = 0;
};

class DemandFile {
  public:
    DemandFile() noexcept = default;

    /// Opens `demand` for an index of this epoch; empty (the feature is off) if it is not there, is
    /// not a regular file, or belongs to another epoch.
    static DemandFile open(int directory, std::uint64_t epoch) noexcept;

    /// Makes a new one for this epoch and renames it into place; false with errno. What stood there
    /// is emptied, so that a worker that blew it up cannot hold the memory.
    static bool create(int directory, std::uint64_t epoch, std::uint32_t capacity) noexcept;

    /// Bytes of a file for so many entries.
    static std::uint64_t length_for(std::uint32_t capacity) noexcept;

    /// Whether `demand` is what create() made: its kind, size, mode and header.
    static bool whole(int directory, std::uint64_t epoch, std::uint32_t capacity) noexcept;

    /// Whether the open file still has a name.
    bool named() const noexcept;

    explicit operator bool() const noexcept { return static_cast<bool>(fd_); }

    /// Adds `hits` looks at `now` (ms since the epoch). Call at most once a second for one entry.
    void add(std::uint32_t entry, std::int64_t now, std::uint64_t hits) const noexcept;
    Demand read(std::uint32_t entry) const noexcept;
    /// The first entries, in one pread(2); how many were there to read.
    std::size_t read(std::span<Demand> demands) const noexcept;

  private:
    Fd fd_;
    std::uint32_t capacity_ = 0;
};

}  // namespace livecam
