// What the directives say: one StoreConf for each path and owner, one LocationConf for each
// location.
#pragma once

#include <sys/types.h>

#include <string_view>

#include "ngx_module/ngx.hpp"

extern "C" {
extern ngx_module_t ngx_http_livecam_module;
}

namespace livecam::http {

class WorkerStore;
struct Counters;

/// One livecam_store. Locations that name the same path and owner share it.
struct StoreConf {
    ngx_queue_t queue;  // in MainConf::stores
    ngx_str_t path;     // absolute, NUL-terminated
    uid_t owner;
    ngx_str_t owner_name;  // as people know it, for the log
    std::size_t cache_bytes;
    ngx_uint_t max_events;
    std::size_t held_bytes;
    ngx_msec_t response_timeout;  // 0: none
    WorkerStore* worker;          // made by the first request in each worker; the master has none
};

struct MainConf {
    ngx_queue_t stores;
    std::size_t cache_bytes;
    ngx_shm_zone_t* counter_zone;  // null: no location has `livecam on`
    Counters* counters;            // this worker's; the master has none
    ngx_uint_t max_events;
    std::size_t held_bytes;
    ngx_msec_t response_timeout;
};

enum SendMode : ngx_uint_t { kSendMapping = 0, kSendFile };
enum AbsentMode : ngx_uint_t { kAbsent503 = 0, kAbsentDecline };

struct LocationConf {
    ngx_flag_t enable;
    StoreConf* store;
    ngx_http_complex_value_t* key;   // null: $uri
    ngx_uint_t send;                 // SendMode
    ngx_uint_t absent;               // AbsentMode
    ngx_flag_t variants;             // off: identity alone
    ngx_http_complex_value_t* cors;  // null: none
};

void* create_main_conf(ngx_conf_t* cf) noexcept;
char* init_main_conf(ngx_conf_t* cf, void* conf) noexcept;
void* create_location_conf(ngx_conf_t* cf) noexcept;
char* merge_location_conf(ngx_conf_t* cf, void* parent, void* child) noexcept;

/// The handler of `livecam_store PATH [owner=USER];`.
char* set_store(ngx_conf_t* cf, ngx_command_t* command, void* conf) noexcept;

/// NGX_HTTP_CONTENT_PHASE.
ngx_int_t handle(ngx_http_request_t* r) noexcept;

inline ngx_str_t to_ngx(std::string_view text) noexcept {
    return {text.size(), reinterpret_cast<u_char*>(const_cast<char*>(text.data()))};
}

inline std::string_view to_view(const ngx_str_t& text) noexcept {
    return {reinterpret_cast<const char*>(text.data), text.len};
}

}  // namespace livecam::http
