// nginx's headers come first.
#include "ngx_module/cors.h"
//
#include "ngx_module/headers.h"
#include "ngx_module/pure/field.h"

namespace livecam::http {
namespace {

/// Pages are for people, health and metrics for those who run the site; the rest is data.
bool is_data(const Target& target) noexcept {
    switch (target.descriptor.kind) {
        case Kind::kBody:
            return target.descriptor.type().substr(0, 16) == "application/json";
        case Kind::kHealth:
        case Kind::kMetrics:
        case Kind::kVersion:
            return false;
        default:
            return true;
    }
}

}  // namespace

ngx_int_t add_cors(ngx_http_request_t* r, const LocationConf& conf, const Target& target,
                   bool& shared) noexcept {
    ngx_str_t value{};
    if (conf.cors == nullptr || !is_data(target)) {
        return NGX_OK;
    }
    if (ngx_http_complex_value(r, conf.cors, &value) != NGX_OK) {
        return NGX_ERROR;
    }
    const std::string_view origin = to_view(value);
    // A variable may hold what a client sent.
    if (!origin.empty() && origin != "off" && valid_field_value(origin)) {
        shared = true;
        if (set_field(r, "Access-Control-Allow-Origin", origin) == nullptr ||
            set_field(r, "Access-Control-Expose-Headers", "ETag, Cache-Status") == nullptr) {
            return NGX_ERROR;
        }
    }
    // Whoever computes it does so from the client's Origin.
    const bool computed = conf.cors->lengths != nullptr;
    return !computed || add_field(r, "Vary", "Origin") != nullptr ? NGX_OK : NGX_ERROR;
}

ngx_int_t add_preflight(ngx_http_request_t* r) noexcept {
    return set_field(r, "Access-Control-Allow-Methods", "GET, HEAD") != nullptr &&
                   set_field(r, "Access-Control-Allow-Headers",
                             "If-None-Match, If-Modified-Since, Range, If-Range") != nullptr &&
                   set_field(r, "Access-Control-Max-Age", "86400") != nullptr
               ? NGX_OK
               : NGX_ERROR;
}

}  // namespace livecam::http
