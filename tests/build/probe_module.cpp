// The smallest nginx module: it exists to be loaded, which proves the headers, the signature, the
// compile flags and the exported symbols that every module of ours gets.
#include "ngx_module/ngx.hpp"

extern "C" ngx_module_t livecam_probe_module;

// Visible to the compiler, as symbols of static libraries are: the version script must hide it.
extern "C" [[gnu::visibility("default")]] int livecam_probe_internal;
int livecam_probe_internal = 0;

namespace {

char* set_probe(ngx_conf_t* conf, ngx_command_t*, void*) noexcept {
    ngx_conf_log_error(NGX_LOG_NOTICE, conf, 0, "livecam probe loaded");
    return NGX_CONF_OK;
}

ngx_command_t commands[] = {
    {ngx_string("livecam_probe"), NGX_HTTP_MAIN_CONF | NGX_CONF_NOARGS, set_probe, 0, 0, nullptr},
    ngx_null_command,
};

ngx_http_module_t context = {};

}  // namespace

ngx_module_t livecam_probe_module = {
    NGX_MODULE_V1, &context, commands, NGX_HTTP_MODULE, nullptr, nullptr,
    nullptr,       nullptr,  nullptr,  nullptr,         nullptr, NGX_MODULE_V1_PADDING,
};
