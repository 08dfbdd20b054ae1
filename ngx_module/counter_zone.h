// Where nginx's workers count: a shared memory zone of its own, a slot for each process.
//
// A slot belongs to a place in the master's table of processes, so that a worker which lingers
// after a reload keeps its own, and the next process at that place goes on with what was counted
// there. A reload keeps the zone; a binary upgrade begins a new one, as another master has other
// memory.
#pragma once

#include "ngx_module/conf.h"
#include "ngx_module/pure/counters.h"

namespace livecam::http {

/// Declares the zone; once is enough.
ngx_int_t add_counter_zone(ngx_conf_t* cf, MainConf* conf) noexcept;

/// In a worker that begins: its slot, with nothing under way. Never null in a worker that serves:
/// without room in the zone it counts in memory of its own, which nobody sees, and says so.
Counters* take_slot(ngx_cycle_t* cycle, MainConf* conf) noexcept;

/// All slots together. `sum` is zero before.
void sum_slots(const MainConf& conf, Counters& sum) noexcept;

}  // namespace livecam::http
