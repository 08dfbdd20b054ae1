// What follows a position: which events a client gets next.
#pragma once

#include "ngx_module/push/hub.h"

namespace livecam::http {

/// Where a client that knows nothing begins: with the whole state.
Position beginning(const Hub& hub) noexcept;

/// Where one begins that was told everything up to `id`. If the ring no longer leads from there, it
/// begins with the whole state. Either way it is told of all cameras that are not live, because no
/// ring has deadlines that passed.
Position resumption(const Hub& hub, EventId id) noexcept;

/// The next piece for a client of this filter, referenced, at most Block::kBytes; null if there is
/// nothing to tell or no memory. `position` is moved to where the piece leads. A camera that
/// changed more than once is told of once, as it is now.
Block* next_block(Hub& hub, const Filter& filter, Position& position) noexcept;

/// There is something to tell.
bool behind(const Hub& hub, const Position& position) noexcept;

}  // namespace livecam::http
