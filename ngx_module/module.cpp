// nginx's headers come first.
#include "ngx_module/ngx.hpp"
//
#include <cstddef>

#include "ngx_module/conf.h"
#include "ngx_module/counter_zone.h"
#include "ngx_module/record.h"
#include "ngx_module/variables.h"
#include "shared/sigbus_guard.h"

namespace livecam::http {
namespace {

ngx_int_t init(ngx_conf_t* cf) noexcept;
ngx_int_t init_process(ngx_cycle_t* cycle) noexcept;
void exit_process(ngx_cycle_t* cycle) noexcept;

constexpr ngx_uint_t kEverywhere = NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF;

ngx_conf_enum_t send_modes[] = {
    {ngx_string("mapping"), kSendMapping}, {ngx_string("file"), kSendFile}, {ngx_null_string, 0}};

ngx_conf_enum_t absent_modes[] = {
    {ngx_string("503"), kAbsent503}, {ngx_string("decline"), kAbsentDecline}, {ngx_null_string, 0}};

ngx_command_t commands[] = {

    /* Syntax:  livecam on | off;
     * Default: livecam off;
     * Context: http, server, location
     *
     * Answers every path that the store holds from it; all others go on to what nginx would do
     * without. */
    {ngx_string("livecam"), kEverywhere | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, enable), nullptr},

    /* Syntax:  livecam_store path [owner=user];
     * Default: -
     * Context: http, server, location
     *
     * The directory that livecamd publishes into; a relative path is below nginx's prefix. It has
     * to belong to `owner` (default: the user that nginx was started as), because any local user
     * could have made a directory of that name first. It need not exist yet. */
    {ngx_string("livecam_store"), kEverywhere | NGX_CONF_TAKE12, set_store,
     NGX_HTTP_LOC_CONF_OFFSET, 0, nullptr},

    /* Syntax:  livecam_key string;
     * Default: livecam_key $uri;
     * Context: http, server, location
     *
     * What is looked up in the store; can contain variables. */
    {ngx_string("livecam_key"), kEverywhere | NGX_CONF_TAKE1, ngx_http_set_complex_value_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, key), nullptr},

    /* Syntax:  livecam_send mapping | file;
     * Default: livecam_send mapping;
     * Context: http, server, location
     *
     * mapping: plain connections are sent straight from the shared memory, without a copy in user
     * space; TLS and filters that change the body get one copy for each picture, shared by all
     * requests. file: nginx reads the file, with sendfile if that is on. Independent of
     * `sendfile`. */
    {ngx_string("livecam_send"), kEverywhere | NGX_CONF_TAKE1, ngx_conf_set_enum_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, send), send_modes},

    /* Syntax:  livecam_absent 503 | decline;
     * Default: livecam_absent 503;
     * Context: http, server, location
     *
     * What to do while there is no store: answer 503 with Retry-After, or go on without it. */
    {ngx_string("livecam_absent"), kEverywhere | NGX_CONF_TAKE1, ngx_conf_set_enum_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, absent), absent_modes},

    /* Syntax:  livecam_variants on | off;
     * Default: livecam_variants on;
     * Context: http, server, location
     *
     * off: pages are answered in their plain form, whatever the client accepts. For filters that
     * change the text, such as ssi and sub_filter; nginx's gzip may encode what they leave. */
    {ngx_string("livecam_variants"), kEverywhere | NGX_CONF_FLAG, ngx_conf_set_flag_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, variants), nullptr},

    /* Syntax:  livecam_cors string | off;
     * Default: livecam_cors off;
     * Context: http, server, location
     *
     * Access-Control-Allow-Origin of pictures and JSON, so that scripts of other sites may read
     * them; can contain variables. */
    {ngx_string("livecam_cors"), kEverywhere | NGX_CONF_TAKE1, ngx_http_set_complex_value_slot,
     NGX_HTTP_LOC_CONF_OFFSET, offsetof(LocationConf, cors), nullptr},

    /* Syntax:  livecam_cache size;
     * Default: livecam_cache 64m;
     * Context: http
     *
     * How many bytes of pictures and pages that no response is using each worker keeps ready for
     * the next one, for each store. What is not asked for in a minute goes anyway. */
    {ngx_string("livecam_cache"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, ngx_conf_set_size_slot,
     NGX_HTTP_MAIN_CONF_OFFSET, offsetof(MainConf, cache_bytes), nullptr},

    /* Syntax:  livecam_max_events number;
     * Default: livecam_max_events 4096;
     * Context: http
     *
     * How many clients of /events, /stream/ and the long poll each worker has at once, for each
     * store; those beyond it get 503 with Retry-After. Each of them also is one of
     * worker_connections. */
    {ngx_string("livecam_max_events"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, ngx_conf_set_num_slot,
     NGX_HTTP_MAIN_CONF_OFFSET, offsetof(MainConf, max_events), nullptr},
    /* Syntax:  livecam_held size;
     * Default: livecam_held 64m;
     * Context: http
     *
     * How many bytes of pictures and pages that the store has replaced and dropped since each
     * worker keeps for the clients it is still sending them to, for each store. What is over that
     * is given back by ending the oldest of these responses. A picture that is still in the store
     * costs nothing, however many clients receive it. */
    {ngx_string("livecam_held"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, ngx_conf_set_size_slot,
     NGX_HTTP_MAIN_CONF_OFFSET, offsetof(MainConf, held_bytes), nullptr},

    /* Syntax:  livecam_response_timeout time;
     * Default: livecam_response_timeout 5m;
     * Context: http
     *
     * A picture or page that is still being sent after this time is broken off; 0: never. nginx's
     * send_timeout is about the time between two writes. */
    {ngx_string("livecam_response_timeout"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_conf_set_msec_slot, NGX_HTTP_MAIN_CONF_OFFSET, offsetof(MainConf, response_timeout),
     nullptr},

    ngx_null_command};

ngx_http_module_t context = {
    add_variables,         // preconfiguration
    init,                  // postconfiguration
    create_main_conf,      // create main configuration
    init_main_conf,        // init main configuration
    nullptr,               // create server configuration
    nullptr,               // merge server configuration
    create_location_conf,  // create location configuration
    merge_location_conf,   // merge location configuration
};

}  // namespace
}  // namespace livecam::http

extern "C" {
ngx_module_t ngx_http_livecam_module = {
    NGX_MODULE_V1,
    &livecam::http::context,      // module context
    livecam::http::commands,      // module directives
    NGX_HTTP_MODULE,              // module type
    nullptr,                      // init master
    nullptr,                      // init module
    livecam::http::init_process,  // init process
    nullptr,                      // init thread
    nullptr,                      // exit thread
    livecam::http::exit_process,  // exit process
    nullptr,                      // exit master
    NGX_MODULE_V1_PADDING,
};
}

namespace livecam::http {
namespace {

ngx_int_t add_handler(ngx_http_core_main_conf_t* core, ngx_uint_t phase,
                      ngx_http_handler_pt handler) noexcept {
    auto* slot = static_cast<ngx_http_handler_pt*>(ngx_array_push(&core->phases[phase].handlers));
    if (slot == nullptr) {
        return NGX_ERROR;
    }
    *slot = handler;
    return NGX_OK;
}

ngx_int_t init(ngx_conf_t* cf) noexcept {
    auto* core = static_cast<ngx_http_core_main_conf_t*>(
        ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module));
    const bool added = add_handler(core, NGX_HTTP_CONTENT_PHASE, handle) == NGX_OK &&
                       add_handler(core, NGX_HTTP_LOG_PHASE, log_request) == NGX_OK;
    return added ? NGX_OK : NGX_ERROR;
}

/// Null without `http {}`.
MainConf* main_conf(ngx_cycle_t* cycle) noexcept {
    return static_cast<MainConf*>(
        ngx_http_cycle_get_module_main_conf(cycle, ngx_http_livecam_module));
}

/// Never NGX_ERROR: the master would not start another worker in place of this one.
ngx_int_t init_process(ngx_cycle_t* cycle) noexcept {
    if (!sigbus_guard::install()) {
        ngx_log_error(NGX_LOG_ERR, cycle->log, ngx_errno,
                      "livecam: cannot handle SIGBUS: a store that is truncated could end this "
                      "worker");
    }
    if (MainConf* conf = main_conf(cycle)) {
        conf->counters = take_slot(cycle, conf);
    }
    return NGX_OK;
}

void exit_process(ngx_cycle_t* cycle) noexcept {
    if (MainConf* conf = main_conf(cycle); conf != nullptr && conf->counters != nullptr) {
        conf->counters->clear_gauges();
    }
}

}  // namespace
}  // namespace livecam::http
