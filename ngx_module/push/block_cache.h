// What clients are told, as text: made once for all clients that stand at the same place and want
// the same cameras.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>
#include <string_view>

#include "ngx_module/pure/event_id.h"
#include "ngx_module/pure/filter.h"

namespace livecam::http {

/// What a client is being told.
enum class Telling : std::uint8_t {
    kChanges,  // of the ring and of CameraWatch
    kWhole,    // the state of all cameras
    kOverdue,  // cameras that are not live: it may have missed a deadline
};

/// How far a client is.
struct Position {
    EventId id;                // it knows all changes up to here
    std::uint64_t states = 0;  // and these of CameraWatch
    Telling telling = Telling::kChanges;
    bool comma = false;        // kWhole: a camera has been written
    std::uint32_t cursor = 0;  // not kChanges: the next entry

    bool operator==(const Position&) const = default;
};

/// Text that leads from one position to another. Counted: a block lives as long as a response sends
/// from it.
struct Block {
    static constexpr std::size_t kBytes = 4096 - 128;

    ngx_queue_t queue;
    std::uint32_t references;
    std::uint32_t length;
    Position from;
    Position to;
    Filter filter;
    char data[kBytes];

    std::string_view text() const noexcept { return {data, length}; }
};
static_assert(sizeof(Block) <= 4096);

class BlockCache {
  public:
    explicit BlockCache(ngx_log_t* log) noexcept;
    BlockCache(const BlockCache&) = delete;
    BlockCache& operator=(const BlockCache&) = delete;
    ~BlockCache();

    /// Referenced; null if there is none yet.
    Block* find(const Position& from, const Filter& filter) noexcept;

    /// A new one, referenced, with `from`, `to` and `filter` filled in; null if there is no memory.
    Block* add(const Position& from, const Filter& filter) noexcept;

    static void release(Block* block) noexcept;

    /// Something changed: no block leads to where things are now.
    void forget() noexcept;

  private:
    static constexpr std::size_t kMaxBlocks = 64;

    ngx_queue_t blocks_;  // the last used first
    std::size_t count_ = 0;
    ngx_log_t* log_;
};

}  // namespace livecam::http
