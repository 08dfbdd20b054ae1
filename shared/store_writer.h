// The store as its one writer holds it: livecamd, or livecamctl while no livecamd runs.
//
// All calls come from one thread. Every publish is complete or has not happened, whichever
// instruction the process dies at; shared/README.md says why.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/descriptor.h"
#include "shared/error.h"
#include "shared/frame_draft.h"
#include "shared/layout.h"
#include "shared/summary.h"

namespace livecam {

struct StoreOptions {
    std::string path;
    std::optional<std::uint64_t> max_bytes;  // nullopt: half of what the tmpfs can give
    int keep = 2;                            // pictures kept before the newest, 0 … kMaxFrames-1
    std::uint32_t entries = 256;             // room for at least so many paths
    std::uint64_t key_bytes = 64 * 1024;     // room for at least so many bytes of paths
    bool check_budget = true;                // off for livecamctl, which adds little
    std::uint32_t layout_minor = layout::kMinor;  // an older one: for readers of an older version
};

inline constexpr std::int64_t kInspectionPeriodMs = 1000;

/// One encoding of a body that is to be published.
struct Variant {
    Encoding encoding = Encoding::kIdentity;
    FrameDraft draft;
};

class StoreWriter {
  public:
    /// Creates the directory if need be, takes the lock, adopts what is there (or starts afresh if
    /// it cannot be read), finishes what a killed writer began, and sweeps frames that nothing
    /// refers to.
    static Expected<StoreWriter> open(const StoreOptions& options);

    StoreWriter(StoreWriter&&) noexcept;
    StoreWriter& operator=(StoreWriter&&) noexcept;
    ~StoreWriter();

    /// Where FrameDraft::create puts its bytes; any thread may use it while the writer lives.
    int frames_directory() const noexcept;
    int directory() const noexcept;
    const std::string& path() const noexcept;
    std::uint64_t epoch() const noexcept;
    std::uint32_t entry_capacity() const noexcept;

    /// The entry of this path, made (with kind kNone) if there is none. Replaces the index by a
    /// larger one when it is full; entry numbers stay the same.
    Expected<std::uint32_t> ensure(std::string_view key);
    std::optional<std::uint32_t> find(std::string_view key) const;
    std::uint32_t entry_count() const noexcept;
    std::string_view key(std::uint32_t entry) const;

    /// The entry as it was last published.
    const Descriptor& descriptor(std::uint32_t entry) const;

    /// A new picture. `frame` gives type, size and times; serial, etag and length come from the
    /// draft. `next` gives everything else of the descriptor (kind is set to kFrames). Fails, and
    /// drops the picture, if the budget or the tmpfs is full: the pictures that are there stay.
    Expected<void> publish_picture(std::uint32_t entry, const FrameDraft& draft, FrameRef frame,
                                   Descriptor next);

    /// A new body, redirect target or miss text: `next` says which kind and how it is served; up to
    /// three variants. `headers` are further response headers, one "Name: value\n" each; entries
    /// with the same headers share one frame. An entry that already says exactly this is left as it
    /// is. New text of an entry of kind kMetrics is no change to wake anybody for: the generation
    /// stays.
    Expected<void> publish_body(std::uint32_t entry, std::span<const Variant> variants,
                                std::int64_t changed_at, Descriptor next,
                                std::string_view headers = {});

    /// A descriptor without payload (kEvents, kHealth, …).
    void publish_kind(std::uint32_t entry, Descriptor next);

    /// What was learned without new bytes: times, reason, period. Frames stay. Advances the
    /// generation only if the reason, or what the path answers instead of its picture, changed.
    void publish_check(std::uint32_t entry, const Descriptor& next);

    /// Bytes of frames that can be named now: what the budget leaves, and the file system has.
    std::uint64_t room() const noexcept;

    /// The path is no more: kind kNone, frames unlinked.
    void remove(std::uint32_t entry);

    /// What inspect() found, and set right as far as it can alone.
    struct Inspection {
        std::string mended;  // for the log: "the index was overwritten"; empty: all was well
        /// Entries whose newest frame is not what was published: publish them again.
        std::vector<std::uint32_t> lost;
    };

    /// Looks whether directory, lock, frames/, index, demand and (a part of) the frames still are
    /// what this writer made, whatever somebody did to them, and replaces what is not. Call it
    /// every kInspectionPeriodMs. Fails if that is impossible at the moment; then call it again
    /// later.
    Expected<Inspection> inspect();

    /// True once another writer got the lock, because somebody removed ours: write no more.
    bool superseded() const noexcept;

    /// CLOCK_MONOTONIC is taken here; call it every layout::kHeartbeatPeriodMs.
    void beat() noexcept;
    void set_phase(layout::Phase phase, std::int64_t now_ms) noexcept;

    /// Adds to the counters of attempts and publishes them together with the store's own.
    void count(std::uint64_t unchanged, std::uint64_t failed, std::uint64_t cameras,
               std::uint64_t with_picture) noexcept;
    /// Told to readers with the next count().
    void set_min_live(std::uint64_t cameras) noexcept;
    /// An update for which the tmpfs had no room before it came here.
    void count_dropped() noexcept;
    const Summary& summary() const noexcept;

    /// What open() found and did: "adopted 43 entries with 87 frames, swept 2", for the log.
    const std::string& opening() const noexcept;

  private:
    struct State;
    explicit StoreWriter(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace livecam
