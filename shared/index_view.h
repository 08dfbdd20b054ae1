// A mapping of an index file as a reader sees it. Trusts nothing it finds there: every offset and
// length is checked when it is used, so that a damaged or hostile index costs answers, not a
// worker.
//
// Thread-compatible; in a worker only its one thread uses it. Nothing here blocks or throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/descriptor.h"
#include "shared/layout.h"
#include "shared/summary.h"

namespace livecam {

enum class AttachError : std::uint8_t {
    kNone = 0,
    kMissing,        // no store, or no index in it
    kWrongOwner,     // the directory or the index belongs to somebody else
    kWritable,       // others than the owner may write into the directory
    kNotAnIndex,     // no magic, or a length that is not the file's
    kUnknownLayout,  // another major version
    kDamaged,        // a checksum or an offset is wrong
    kSystem,         // errno says what
};

/// A sentence for the log: "belongs to another user than expected", …
std::string_view to_string(AttachError error) noexcept;

class IndexView {
  public:
    IndexView() noexcept = default;
    IndexView(IndexView&& other) noexcept;
    IndexView& operator=(IndexView&& other) noexcept;
    ~IndexView();

    /// Maps an index that is open for reading. The file must belong to `owner`.
    static AttachError map(int fd, std::uint32_t owner, IndexView& view) noexcept;

    explicit operator bool() const noexcept { return header_ != nullptr; }

    /// The entry of exactly this path.
    std::optional<std::uint32_t> find(std::string_view key) const noexcept;

    /// Its descriptor as it was at one instant of the call; false if the entry does not exist, has
    /// kind kNone (`descriptor` then is that one), or every retry met a publish.
    bool read(std::uint32_t entry, Descriptor& descriptor) const noexcept;

    std::string_view key(std::uint32_t entry) const noexcept;  // empty if there is none
    std::uint32_t entry_count() const noexcept;

    /// True if this index was replaced, or is broken.
    bool retired() const noexcept;

    /// True if its file shrank under the mapping, or its first line was overwritten: what is
    /// missing here may be there in truth.
    bool broken() const noexcept;

    /// Whether preamble and geometry still are what was mapped. Costs two checksums.
    bool intact() const noexcept;

    std::uint64_t epoch() const noexcept { return epoch_; }
    std::uint32_t minor() const noexcept { return minor_; }  // of the layout it is written in
    std::uint64_t generation() const noexcept;
    layout::Phase phase() const noexcept;
    std::int64_t ready_at() const noexcept;    // ms since the epoch; 0: the first round is not over
    std::int64_t started_at() const noexcept;  // ms since the epoch: the writer's start
    /// Milliseconds since the writer's last beat; `monotonic_ns` is CLOCK_MONOTONIC.
    std::uint64_t heartbeat_age_ms(std::uint64_t monotonic_ns) const noexcept;
    bool summary(Summary& out) const noexcept;

    /// `monotonic_ns` is CLOCK_MONOTONIC.
    bool sidecar_alive(std::uint64_t monotonic_ns) const noexcept;

    /// What changed after generation `since`, up to and including `until` (at most generation()).
    /// Calls visit(entry) for each change, oldest first; false if the ring no longer holds them
    /// all, or one of them is kAnyEntry: then read all descriptors.
    template <class Visit>
    bool changes(std::uint64_t since, std::uint64_t until, Visit visit) const noexcept {
        if (until - since > ring_mask_) {
            return false;
        }
        for (std::uint64_t g = since + 1; g <= until; ++g) {
            // Pairs with the writer's store of the slot, which comes before that of the generation.
            const std::uint64_t slot = ring_[g & ring_mask_].load(std::memory_order_acquire);
            const auto entry = static_cast<std::uint32_t>(slot);
            if (slot >> 32 != (g & 0xFFFFFFFF) || entry == layout::kAnyEntry) {
                return false;  // overwritten by a writer that is one round ahead
            }
            visit(entry);
        }
        return true;
    }

  private:
    const layout::Entry* entry_at(std::uint32_t entry) const noexcept;
    bool has_key(std::uint32_t entry, std::string_view path) const noexcept;

    const layout::Header* header_ = nullptr;
    const layout::Word* buckets_ = nullptr;
    const layout::KeyHead* heads_ = nullptr;  // none in an index of minor 0
    const layout::Entry* entries_ = nullptr;
    const char* keys_ = nullptr;
    const layout::Word* ring_ = nullptr;
    // Copied once, so that a later change of the file cannot move them.
    std::uint64_t length_ = 0;
    std::uint64_t epoch_ = 0;
    std::uint32_t minor_ = 0;
    std::uint64_t bucket_mask_ = 0;
    std::uint64_t entry_capacity_ = 0;
    std::uint64_t key_capacity_ = 0;
    std::uint64_t ring_mask_ = 0;
    int guard_ = -1;
};

}  // namespace livecam
