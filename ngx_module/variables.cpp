// nginx's headers come first.
#include "ngx_module/variables.h"
//
#include "ngx_module/pure/accept_encoding.h"
#include "ngx_module/record.h"

namespace livecam::http {
namespace {

constexpr std::size_t kMaxText = 64;

enum Which : uintptr_t { kCamera, kState, kAge, kGeneration, kVariant };

/// Empty: there is nothing to say. What has to be written goes to `memory`, kMaxText bytes.
std::string_view value_of(const Record& record, Which which, u_char* memory) noexcept {
    const auto written = [memory](const u_char* end) noexcept {
        return std::string_view{reinterpret_cast<const char*>(memory),
                                static_cast<std::size_t>(end - memory)};
    };
    switch (which) {
        case kCamera:
            return record.camera;
        case kState:
            return record.has_state ? to_string(record.state) : std::string_view{};
        case kAge:
            return record.age_ms < 0
                       ? std::string_view{}
                       : written(ngx_snprintf(memory, kMaxText, "%L.%03L", record.age_ms / 1000,
                                              record.age_ms % 1000));
        case kGeneration:
            return !record.answered ? std::string_view{}
                                    : written(ngx_snprintf(memory, kMaxText, "%016xL-%uL",
                                                           record.epoch, record.generation));
        case kVariant:
            return record.has_variant ? to_string(record.variant) : std::string_view{};
    }
    return {};
}

ngx_int_t get_variable(ngx_http_request_t* r, ngx_http_variable_value_t* v,
                       uintptr_t which) noexcept {
    const Record* record = find_record(r);
    v->not_found = 1;
    if (record == nullptr) {
        return NGX_OK;
    }
    auto* memory = static_cast<u_char*>(ngx_pnalloc(r->pool, kMaxText));
    if (memory == nullptr) {
        return NGX_ERROR;
    }
    const std::string_view value = value_of(*record, static_cast<Which>(which), memory);
    if (value.empty()) {
        return NGX_OK;
    }
    v->data = to_ngx(value).data;
    v->len = static_cast<unsigned>(value.size());
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;
    return NGX_OK;
}

struct Variable {
    std::string_view name;
    Which which;
};

}  // namespace

ngx_int_t add_variables(ngx_conf_t* cf) noexcept {
    constexpr Variable variables[] = {{"livecam_camera", kCamera},
                                      {"livecam_state", kState},
                                      {"livecam_age", kAge},
                                      {"livecam_generation", kGeneration},
                                      {"livecam_variant", kVariant}};
    for (const Variable& variable : variables) {
        ngx_str_t name = to_ngx(variable.name);
        // An access that came too early must not decide what the log says.
        ngx_http_variable_t* added = ngx_http_add_variable(cf, &name, NGX_HTTP_VAR_NOCACHEABLE);
        if (added == nullptr) {
            return NGX_ERROR;
        }
        added->get_handler = get_variable;
        added->data = variable.which;
    }
    return NGX_OK;
}

}  // namespace livecam::http
