// nginx's headers come first.
#include "ngx_module/counter_zone.h"
//
#include <signal.h>

#include <cerrno>
#include <new>

namespace livecam::http {
namespace {

/// Workers that live at once: those of a reload linger beside those that took over.
constexpr std::size_t kMaxSlots = 256;

/// A page for each slot, and nginx's own book-keeping of a zone.
constexpr std::size_t kZoneBytes = (kMaxSlots + 1) * sizeof(Counters) + 256 * 1024;

struct Table {
    std::atomic<Counters*> slots[kMaxSlots];  // of the zone, which has one address in all workers
};

/// nginx calls it with what a zone of this name, size and module held before the reload.
ngx_int_t init_zone(ngx_shm_zone_t* zone, void* old) noexcept {
    if (old != nullptr) {
        zone->data = old;
        return NGX_OK;
    }
    auto* pool = reinterpret_cast<ngx_slab_pool_t*>(zone->shm.addr);
    if (zone->shm.exists) {
        zone->data = pool->data;
        return NGX_OK;
    }
    void* memory = ngx_slab_calloc(pool, sizeof(Table));
    if (memory == nullptr) {
        return NGX_ERROR;
    }
    zone->data = pool->data = ::new (memory) Table{};
    return NGX_OK;
}

Counters* slot_of_process(ngx_shm_zone_t* zone) noexcept {
    if (ngx_process_slot < 0 || static_cast<std::size_t>(ngx_process_slot) >= kMaxSlots) {
        return nullptr;
    }
    auto& slot = static_cast<Table*>(zone->data)->slots[ngx_process_slot];
    if (Counters* known = slot.load(std::memory_order_acquire); known != nullptr) {
        return known;
    }
    auto* pool = reinterpret_cast<ngx_slab_pool_t*>(zone->shm.addr);
    void* memory = ngx_slab_calloc(pool, sizeof(Counters));
    if (memory == nullptr) {
        return nullptr;
    }
    auto* counters = ::new (memory) Counters{};
    slot.store(counters, std::memory_order_release);  // pairs with the loads of sum_slots
    return counters;
}

/// The user of workers may not signal each other's; then the process is there all the same.
bool alive(std::uint64_t pid) noexcept {
    return pid != 0 && (::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

}  // namespace

ngx_int_t add_counter_zone(ngx_conf_t* cf, MainConf* conf) noexcept {
    if (conf->counter_zone != nullptr) {
        return NGX_OK;
    }
    ngx_str_t name = ngx_string("livecam_counters");
    conf->counter_zone = ngx_shared_memory_add(cf, &name, kZoneBytes, &ngx_http_livecam_module);
    if (conf->counter_zone == nullptr) {
        return NGX_ERROR;
    }
    conf->counter_zone->init = init_zone;
    return NGX_OK;
}

Counters* take_slot(ngx_cycle_t* cycle, MainConf* conf) noexcept {
    if (conf->counter_zone == nullptr) {
        return nullptr;
    }
    Counters* counters = slot_of_process(conf->counter_zone);
    if (counters == nullptr) {
        ngx_log_error(NGX_LOG_WARN, cycle->log, 0,
                      "livecam: no counters for this worker: more than %uz at once; "
                      "/_/metrics lacks what it serves",
                      kMaxSlots);
        void* memory = ngx_pcalloc(cycle->pool, sizeof(Counters));
        counters = memory != nullptr ? ::new (memory) Counters{} : nullptr;
    }
    if (counters != nullptr) {
        counters->begin(static_cast<std::uint64_t>(ngx_pid));
    }
    return counters;
}

void sum_slots(const MainConf& conf, Counters& sum) noexcept {
    if (conf.counter_zone == nullptr) {
        return;
    }
    for (const auto& slot : static_cast<const Table*>(conf.counter_zone->data)->slots) {
        if (const Counters* counters = slot.load(std::memory_order_acquire)) {
            sum.merge(*counters, alive(counters->pid.get()));
        }
    }
}

}  // namespace livecam::http
