// nginx's headers come first.
#include "ngx_module/record.h"
//
#include "ngx_module/lookup.h"
#include "ngx_module/pure/cameras.h"
#include "ngx_module/pure/key_path.h"

namespace livecam::http {
namespace {

void end_record(void* data) noexcept {
    const auto* record = static_cast<const Record*>(data);
    if (record->request == record->request->main) {
        record->counters->in_flight.subtract(1);
    }
    if (record->client_gauge != nullptr) {
        record->client_gauge->subtract(1);
    }
}

Route route_of_body(const Descriptor& descriptor) noexcept {
    const auto is = [type = descriptor.type()](std::string_view prefix) noexcept {
        return type.substr(0, prefix.size()) == prefix;
    };
    return (descriptor.flags & kFlagImmutable) != 0 ? Route::kAsset
           : is("text/html")                        ? Route::kPage
           : is("application/json")                 ? Route::kJson
                                                    : Route::kFile;
}

Route route_of(const Target& target) noexcept {
    if (target.match == Match::kImmutable) {
        return Route::kImmutable;
    }
    switch (target.descriptor.kind) {
        case Kind::kBody:
            return route_of_body(target.descriptor);
        case Kind::kFrames:
            return Route::kImage;
        case Kind::kRedirect:
            return Route::kRedirect;
        case Kind::kMiss:
            return Route::kMiss;
        case Kind::kEvents:
            return Route::kEvents;
        case Kind::kStream:
            return Route::kStream;
        case Kind::kState:
            return Route::kState;
        case Kind::kHealth:
            return Route::kHealth;
        case Kind::kMetrics:
            return Route::kMetrics;
        case Kind::kVersion:
            return Route::kVersion;
        case Kind::kNone:
            break;
    }
    return Route::kOther;
}

ngx_uint_t status_of(const ngx_http_request_t* r) noexcept {
    return r->err_status != 0 ? r->err_status : r->headers_out.status;
}

std::uint64_t duration_ms(const ngx_http_request_t* r) noexcept {
    const ngx_time_t* now = ngx_timeofday();
    const auto ms =
        static_cast<ngx_msec_int_t>((now->sec - r->start_sec) * 1000) +
        (static_cast<ngx_msec_int_t>(now->msec) - static_cast<ngx_msec_int_t>(r->start_msec));
    return ms > 0 ? static_cast<std::uint64_t>(ms) : 0;
}

/// A request for a location of ours that ended before its content was asked for.
void count_unasked(const ngx_http_request_t* r) noexcept {
    const auto* main =
        static_cast<MainConf*>(ngx_http_get_module_main_conf(r, ngx_http_livecam_module));
    const auto* conf =
        static_cast<LocationConf*>(ngx_http_get_module_loc_conf(r, ngx_http_livecam_module));
    if (conf->enable && main->counters != nullptr) {
        constexpr auto route = static_cast<std::size_t>(Route::kUnasked);
        main->counters->requests[route][status_slot(static_cast<unsigned>(status_of(r)))].add(1);
        main->counters->sent_bytes[route].add(static_cast<std::uint64_t>(r->connection->sent));
    }
}

}  // namespace

Record* find_record(ngx_http_request_t* r) noexcept {
    if (void* context = ngx_http_get_module_ctx(r, ngx_http_livecam_module)) {
        return static_cast<Record*>(context);
    }
    if (!r->internal && !r->filter_finalize) {
        return nullptr;
    }
    for (ngx_pool_cleanup_t* cleanup = r->pool->cleanup; cleanup != nullptr;
         cleanup = cleanup->next) {
        if (cleanup->handler == end_record && static_cast<Record*>(cleanup->data)->request == r) {
            return static_cast<Record*>(cleanup->data);
        }
    }
    return nullptr;
}

Record* begin_record(ngx_http_request_t* r) noexcept {
    Record* record = find_record(r);
    if (record == nullptr) {
        const auto* main =
            static_cast<MainConf*>(ngx_http_get_module_main_conf(r, ngx_http_livecam_module));
        ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(r->pool, sizeof(Record));
        if (cleanup == nullptr || main->counters == nullptr) {
            return nullptr;
        }
        record = static_cast<Record*>(cleanup->data);
        *record = {};
        record->request = r;
        record->counters = main->counters;
        record->route = Route::kOther;
        record->age_ms = -1;
        cleanup->handler = end_record;
        if (r == r->main) {
            record->counters->in_flight.add(1);
        }
    }
    ngx_http_set_ctx(r, record, ngx_http_livecam_module);
    return record;
}

void note_target(Record& record, const Target& target) noexcept {
    record.answered = true;
    record.route = route_of(target);
    if (target.descriptor.kind == Kind::kFrames) {
        std::string_view key = target.key;
        if (target.match == Match::kImmutable) {
            key = key.substr(0, key.rfind('/'));
        }
        record.camera = slug_of(key);
    }
}

void count_client(Record& record) noexcept {
    if (record.client_gauge == nullptr) {
        Counters& counters = *record.counters;
        record.client_gauge =
            record.route == Route::kStream ? &counters.stream_clients : &counters.event_clients;
        record.client_gauge->add(1);
    }
}

ngx_int_t log_request(ngx_http_request_t* r) noexcept {
    if (r != r->main) {
        return NGX_OK;
    }
    const Record* record = find_record(r);
    if (record == nullptr) {
        count_unasked(r);
        return NGX_OK;
    }
    Counters& counters = *record->counters;
    const auto route = static_cast<std::size_t>(record->route);
    counters.requests[route][status_slot(static_cast<unsigned>(status_of(r)))].add(1);
    counters.sent_bytes[route].add(static_cast<std::uint64_t>(r->connection->sent));
    if (record->listener == nullptr) {  // else it lasts as long as the client likes
        counters.duration.observe(kDurationBounds, duration_ms(r));
    }
    if (record->route == Route::kImage && record->age_ms >= 0) {
        counters.picture_age.observe(kAgeBounds, static_cast<std::uint64_t>(record->age_ms));
    }
    return NGX_OK;
}

}  // namespace livecam::http
