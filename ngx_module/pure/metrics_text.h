// What the module has to say at /_/metrics, in Prometheus's text format 0.0.4.
#pragma once

#include <cstdint>

#include "ngx_module/pure/counters.h"
#include "ngx_module/pure/long_text.h"
#include "shared/index_view.h"

namespace livecam::http {

/// What all workers counted.
void add_counters(LongText& out, const Counters& counters) noexcept;

/// What depends on index and clock: the sidecar's pulse and each camera's state. `monotonic_ns` is
/// CLOCK_MONOTONIC.
void add_wall(LongText& out, const IndexView& index, std::int64_t now_ms,
              std::uint64_t monotonic_ns) noexcept;

/// "# HELP name help\n# TYPE name type\n".
void add_family(LongText& out, std::string_view name, std::string_view type,
                std::string_view help) noexcept;

}  // namespace livecam::http
