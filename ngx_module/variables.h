// $livecam_camera, $livecam_state, $livecam_age, $livecam_generation, $livecam_variant: what the
// module answered, as of that moment. Not found before it was asked (in `if`, `set` and rewrites)
// and in requests that were not its.
#pragma once

#include "ngx_module/ngx.hpp"

namespace livecam::http {

/// NGX_HTTP preconfiguration.
ngx_int_t add_variables(ngx_conf_t* cf) noexcept;

}  // namespace livecam::http
