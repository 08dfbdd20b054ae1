// nginx's headers come first.
#include "ngx_module/ngx.hpp"
//
#include <pwd.h>
#include <unistd.h>

#include <cerrno>

#include "ngx_module/conf.h"
#include "ngx_module/counter_zone.h"
#include "ngx_module/worker_store.h"

namespace livecam::http {
namespace {

constexpr std::size_t kDefaultCacheBytes = 64 * 1024 * 1024;
constexpr ngx_uint_t kDefaultMaxEvents = 4096;
constexpr std::size_t kDefaultHeldBytes = 64 * 1024 * 1024;
constexpr ngx_msec_t kDefaultResponseTimeout = 5 * 60 * 1000;

void drop_worker_store(void* data) noexcept {
    auto* store = static_cast<StoreConf*>(data);
    if (store->worker != nullptr) {
        store->worker->~WorkerStore();
        ngx_free(store->worker);
        store->worker = nullptr;
    }
}

bool same_text(const ngx_str_t& a, const ngx_str_t& b) noexcept {
    return to_view(a) == to_view(b);
}

StoreConf* find_store(MainConf* main, const ngx_str_t& path, uid_t owner) noexcept {
    for (ngx_queue_t* q = ngx_queue_head(&main->stores); q != ngx_queue_sentinel(&main->stores);
         q = ngx_queue_next(q)) {
        auto* store = ngx_queue_data(q, StoreConf, queue);
        if (store->owner == owner && same_text(store->path, path)) {
            return store;
        }
    }
    return nullptr;
}

StoreConf* add_store(ngx_conf_t* cf, MainConf* main, const ngx_str_t& path, uid_t owner) noexcept {
    auto* store = static_cast<StoreConf*>(ngx_pcalloc(cf->pool, sizeof(StoreConf)));
    ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(cf->pool, 0);
    if (store == nullptr || cleanup == nullptr) {
        return nullptr;
    }
    store->path = path;
    store->owner = owner;
    const passwd* user = ::getpwuid(owner);
    auto* name = static_cast<u_char*>(ngx_pnalloc(cf->pool, 64));
    if (name == nullptr) {
        return nullptr;
    }
    u_char* end = user != nullptr ? ngx_snprintf(name, 64, "%s", user->pw_name)
                                  : ngx_snprintf(name, 64, "uid %uD", static_cast<uint32_t>(owner));
    store->owner_name = {static_cast<std::size_t>(end - name), name};
    // In a worker: mappings and descriptors go with the configuration they belong to.
    cleanup->handler = drop_worker_store;
    cleanup->data = store;
    ngx_queue_insert_tail(&main->stores, &store->queue);
    return store;
}

/// Negative: an [emerg] has been logged.
int resolve_owner(ngx_conf_t* cf, const ngx_str_t& argument, uid_t& owner) noexcept {
    constexpr std::string_view prefix = "owner=";
    std::string_view name = to_view(argument);
    if (name.substr(0, prefix.size()) != prefix || name.size() == prefix.size()) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "livecam_store: invalid parameter \"%V\": the only one is owner=USER",
                           &argument);
        return -1;
    }
    name.remove_prefix(prefix.size());
    // Arguments of directives are NUL-terminated.
    errno = 0;
    const passwd* user = ::getpwnam(name.data());
    if (user == nullptr) {
        ngx_conf_log_error(
            NGX_LOG_EMERG, cf, errno,
            "livecam_store: owner \"%s\" is not a user of this machine: name the user "
            "that livecamd runs as",
            name.data());
        return -1;
    }
    owner = user->pw_uid;
    return 0;
}

}  // namespace

char* set_store(ngx_conf_t* cf, ngx_command_t*, void* conf) noexcept {
    auto* location = static_cast<LocationConf*>(conf);
    if (location->store != static_cast<StoreConf*>(NGX_CONF_UNSET_PTR)) {
        return const_cast<char*>("is duplicate");
    }
    auto* arguments = static_cast<ngx_str_t*>(cf->args->elts);
    ngx_str_t path = arguments[1];
    if (path.len == 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "livecam_store: empty path: name the store's directory, like "
                           "/dev/shm/livecam");
        return static_cast<char*>(NGX_CONF_ERROR);
    }
    if (ngx_conf_full_name(cf->cycle, &path, 0) != NGX_OK) {
        return static_cast<char*>(NGX_CONF_ERROR);
    }
    while (path.len > 1 && path.data[path.len - 1] == '/') {
        path.data[--path.len] = '\0';
    }
    uid_t owner = ::geteuid();
    if (cf->args->nelts > 2 && resolve_owner(cf, arguments[2], owner) != 0) {
        return static_cast<char*>(NGX_CONF_ERROR);
    }
    auto* main =
        static_cast<MainConf*>(ngx_http_conf_get_module_main_conf(cf, ngx_http_livecam_module));
    location->store = find_store(main, path, owner);
    if (location->store == nullptr) {
        location->store = add_store(cf, main, path, owner);
    }
    return location->store != nullptr ? NGX_CONF_OK : static_cast<char*>(NGX_CONF_ERROR);
}

void* create_main_conf(ngx_conf_t* cf) noexcept {
    auto* conf = static_cast<MainConf*>(ngx_pcalloc(cf->pool, sizeof(MainConf)));
    if (conf != nullptr) {
        ngx_queue_init(&conf->stores);
        conf->cache_bytes = NGX_CONF_UNSET_SIZE;
        conf->max_events = NGX_CONF_UNSET_UINT;
        conf->held_bytes = NGX_CONF_UNSET_SIZE;
        conf->response_timeout = NGX_CONF_UNSET_MSEC;
    }
    return conf;
}

char* init_main_conf(ngx_conf_t*, void* conf) noexcept {
    auto* main = static_cast<MainConf*>(conf);
    ngx_conf_init_size_value(main->cache_bytes, kDefaultCacheBytes);
    ngx_conf_init_uint_value(main->max_events, kDefaultMaxEvents);
    ngx_conf_init_size_value(main->held_bytes, kDefaultHeldBytes);
    ngx_conf_init_msec_value(main->response_timeout, kDefaultResponseTimeout);
    for (ngx_queue_t* q = ngx_queue_head(&main->stores); q != ngx_queue_sentinel(&main->stores);
         q = ngx_queue_next(q)) {
        auto* store = ngx_queue_data(q, StoreConf, queue);
        store->cache_bytes = main->cache_bytes;
        store->max_events = main->max_events;
        store->held_bytes = main->held_bytes;
        store->response_timeout = main->response_timeout;
    }
    return NGX_CONF_OK;
}

void* create_location_conf(ngx_conf_t* cf) noexcept {
    auto* conf = static_cast<LocationConf*>(ngx_pcalloc(cf->pool, sizeof(LocationConf)));
    if (conf != nullptr) {
        conf->enable = NGX_CONF_UNSET;
        conf->store = static_cast<StoreConf*>(NGX_CONF_UNSET_PTR);
        // key and cors stay null: nginx before 1.21 takes any other value for a duplicate.
        conf->send = NGX_CONF_UNSET_UINT;
        conf->absent = NGX_CONF_UNSET_UINT;
        conf->variants = NGX_CONF_UNSET;
    }
    return conf;
}

char* merge_location_conf(ngx_conf_t* cf, void* parent, void* child) noexcept {
    auto* previous = static_cast<LocationConf*>(parent);
    auto* conf = static_cast<LocationConf*>(child);
    ngx_conf_merge_value(conf->enable, previous->enable, 0);
    ngx_conf_merge_ptr_value(conf->store, previous->store, nullptr);
    if (conf->key == nullptr) {
        conf->key = previous->key;
    }
    if (conf->cors == nullptr) {
        conf->cors = previous->cors;
    }
    ngx_conf_merge_value(conf->variants, previous->variants, 1);
    ngx_conf_merge_uint_value(conf->send, previous->send, kSendMapping);
    ngx_conf_merge_uint_value(conf->absent, previous->absent, kAbsent503);
    if (conf->enable && conf->store == nullptr) {
        ngx_conf_log_error(
            NGX_LOG_EMERG, cf, 0,
            "livecam is on without a store: add \"livecam_store PATH;\" beside it or "
            "on a level above");
        return static_cast<char*>(NGX_CONF_ERROR);
    }
    auto* main =
        static_cast<MainConf*>(ngx_http_conf_get_module_main_conf(cf, ngx_http_livecam_module));
    if (conf->enable && add_counter_zone(cf, main) != NGX_OK) {
        return static_cast<char*>(NGX_CONF_ERROR);
    }
    return NGX_CONF_OK;
}

}  // namespace livecam::http
