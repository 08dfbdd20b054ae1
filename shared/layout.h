// The index file as readers and the writer see it: the whole contract between two processes that
// may be of different age. shared/README.md has the byte ruler, a worked example and what forces a
// new version. Nothing here is a pointer; a reader trusts no number it finds without checking it.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace livecam::layout {

static_assert(std::endian::native == std::endian::little, "the index is little-endian");

/// Every word that changes after the index became visible. Plain moves on x86-64; readers only ever
/// load, because a compare-exchange would fault on their read-only mapping.
using Word = std::atomic<std::uint64_t>;
static_assert(sizeof(Word) == 8 && alignof(Word) == 8 && Word::is_always_lock_free);

inline constexpr std::uint64_t kMagic = 0x314D41434556494C;  // "LIVECAM1"
inline constexpr std::uint32_t kMajor = 1;                   // readers refuse another one
inline constexpr std::uint32_t kMinor = 1;                   // additions in reserved words only

/// Offset 0. Frozen for all versions: whatever else changes, these 64 bytes keep their meaning.
struct Preamble {
    std::uint64_t magic;
    std::uint32_t major;
    std::uint32_t minor;
    std::uint64_t total_length;  // bytes of the whole file
    std::uint64_t epoch;         // random, never 0; another one means "forget what you knew"
    Word flags;                  // kRetired; the only word here that changes
    std::uint64_t reserved[2];
    std::uint64_t checksum;  // XXH3-64 of the first 32 bytes
};
static_assert(sizeof(Preamble) == 64 && offsetof(Preamble, flags) == 32 &&
              offsetof(Preamble, checksum) == 56);

/// This index was replaced: open the one that has its name now.
inline constexpr std::uint64_t kRetired = 1;

/// Offset 64. Where the parts are; never changes in place. Offsets are from the start of the file,
/// multiples of 64.
struct Geometry {
    std::uint64_t bucket_offset;
    std::uint64_t bucket_count;  // power of two, at least twice entry_capacity
    std::uint64_t entry_offset;
    std::uint64_t entry_capacity;
    std::uint64_t key_offset;
    std::uint64_t key_capacity;  // bytes
    std::uint64_t ring_offset;
    std::uint64_t ring_size;    // slots, power of two
    std::uint64_t head_offset;  // of KeyHeads, as many as entries; 0: there are none (minor 0)
    std::uint64_t reserved[6];
    std::uint64_t checksum;  // XXH3-64 of the 120 bytes before it
};
static_assert(sizeof(Geometry) == 128 && offsetof(Geometry, checksum) == 120);

/// Offset 192. The writer's pulse. pid, start and boot id are for people; only the heartbeat
/// counts.
struct Liveness {
    Word heartbeat_ns;  // CLOCK_MONOTONIC, every kHeartbeatPeriodMs
    Word phase;         // Phase
    Word pid;
    Word started_at;  // ms since the epoch
    Word boot_id[2];  // not filled yet: 0
    Word ready_at;    // ms since the epoch; 0 until the first round of fetches has ended
    Word reserved;
};
static_assert(sizeof(Liveness) == 64);

enum class Phase : std::uint64_t { kStarting = 0, kReady = 1, kStopping = 2 };

inline constexpr int kHeartbeatPeriodMs = 250;
/// A writer that has been silent for this long is taken for dead.
inline constexpr int kHeartbeatTimeoutMs = 3000;

/// Offset 256. How far the writer is.
struct Progress {
    Word generation;   // of the newest change; its release store publishes the ring slot before it
    Word serial;       // highest frame serial ever given out; never goes back
    Word entry_count;  // entries in use are 0 … entry_count-1; removed ones keep their place
    Word key_bytes;    // bytes used of the key heap
    Word reserved[4];
};
static_assert(sizeof(Progress) == 64);

inline constexpr std::size_t kSummaryWords = 16;

/// Offset 320. Counters that belong together, under a latch of their own (see latch.h, summary.h).
struct SummaryLatch {
    Word sequence;
    Word reserved[7];
    Word copies[2][kSummaryWords];
};
static_assert(sizeof(SummaryLatch) == 64 + 2 * 128);

struct Header {
    Preamble preamble;
    Geometry geometry;
    Liveness liveness;
    Progress progress;
    SummaryLatch summary;
};
static_assert(offsetof(Header, geometry) == 64 && offsetof(Header, liveness) == 192 &&
              offsetof(Header, progress) == 256 && offsetof(Header, summary) == 320 &&
              sizeof(Header) == 640);

inline constexpr std::size_t kDescriptorWords = 48;
inline constexpr std::size_t kMaxFrames = 4;  // frame references in one descriptor
inline constexpr std::size_t kContentTypeBytes = 64;
inline constexpr std::size_t kMaxKeyBytes = 4096;

/// One path. The first 32 bytes are written once, before the bucket that leads here is stored.
struct Entry {
    std::uint64_t key_offset;  // from the start of the key heap
    std::uint64_t key_length;
    std::uint64_t hash;  // of the key
    std::uint64_t reserved0;
    Word sequence;  // of the latch: readers use copies[sequence & 1]
    Word reserved1[3];
    Word copies[2][kDescriptorWords];
};
static_assert(sizeof(Entry) == 832 && sizeof(Entry) % 64 == 0 && offsetof(Entry, sequence) == 32 &&
              offsetof(Entry, copies) == 64);

/// Since minor 1: an entry's key once more, in one cache line and close to its neighbours, so that
/// a lookup among 100,000 entries does not wait for the entry's and the heap's. Written before the
/// bucket.
struct KeyHead {
    std::uint16_t length;  // of the whole key
    char bytes[30];        // all of it, if it is not longer
};
static_assert(sizeof(KeyHead) == 32);

/// A bucket: the upper half of the key's hash, and the entry's number plus one; 0 is empty.
constexpr std::uint64_t bucket_word(std::uint64_t hash, std::uint32_t entry) noexcept {
    return (hash & 0xFFFFFFFF00000000ull) | (std::uint64_t{entry} + 1);
}

/// A slot of the change ring: one word, so that it cannot be torn. The generation's low half tells
/// a reader whether the slot still is the one it wants.
constexpr std::uint64_t ring_word(std::uint64_t generation, std::uint32_t entry) noexcept {
    return (generation << 32) | entry;
}

/// Entry number in the ring for "anything may have changed": read all descriptors.
inline constexpr std::uint32_t kAnyEntry = 0xFFFFFFFF;

inline constexpr char kIndexName[] = "index";
inline constexpr char kNewIndexName[] = "index.new";
inline constexpr char kOldIndexName[] = "index.old";
inline constexpr char kFramesName[] = "frames";
inline constexpr char kLockName[] = "lock";
inline constexpr char kDemandName[] = "demand";
inline constexpr char kNewDemandName[] = "demand.new";
inline constexpr char kControlName[] = "control";

}  // namespace livecam::layout
