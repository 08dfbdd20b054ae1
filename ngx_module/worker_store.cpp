// nginx's headers come first.
#include "ngx_module/worker_store.h"
//
#include <time.h>

#include <new>

namespace livecam::http {
namespace {

constexpr ngx_msec_t kFrameLinePeriodMs = 1000;
constexpr std::int64_t kCensusPeriodMs = 250;

const char* remedy(AttachError error) noexcept {
    switch (error) {
        case AttachError::kMissing:
            return "start livecamd, or correct livecam_store";
        case AttachError::kWrongOwner:
            return "name the user that livecamd runs as: livecam_store PATH owner=USER";
        case AttachError::kWritable:
            return "take the right to write from everybody but its owner: chmod go-w";
        case AttachError::kUnknownLayout:
            return "let module and livecamd be of one version";
        case AttachError::kNotAnIndex:
        case AttachError::kDamaged:
            return "restart livecamd, which makes a new one";
        case AttachError::kSystem:
            return "let nginx's workers read it: livecamd's group should be theirs";
        case AttachError::kNone:
            break;
    }
    return "";
}

MainConf* worker_conf() noexcept {
    return static_cast<MainConf*>(
        ngx_http_cycle_get_module_main_conf(ngx_cycle, ngx_http_livecam_module));
}

}  // namespace

std::int64_t now_ms() noexcept {
    const ngx_time_t* now = ngx_timeofday();
    return static_cast<std::int64_t>(now->sec) * 1000 + static_cast<std::int64_t>(now->msec);
}

std::uint64_t monotonic_ns() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
           static_cast<std::uint64_t>(now.tv_nsec);
}

WorkerStore* WorkerStore::of(StoreConf* conf) noexcept {
    if (conf->worker == nullptr && worker_conf()->counters != nullptr) {
        // Not at start: a worker has to come up whatever the store is like.
        void* memory = ngx_alloc(sizeof(WorkerStore), ngx_cycle->log);
        if (memory != nullptr) {
            conf->worker = ::new (memory) WorkerStore{conf};
        }
    }
    return conf->worker;
}

WorkerStore::WorkerStore(StoreConf* conf) noexcept
    : conf_(conf),
      reader_(reinterpret_cast<const char*>(conf->path.data), conf->owner),
      frames_(conf->cache_bytes, ngx_cycle->log),
      responses_(frames_, reader_, conf->path, {conf->held_bytes, conf->response_timeout},
                 *worker_conf()->counters, ngx_cycle->log),
      demand_(ngx_cycle->log),
      documents_(ngx_cycle->log),
      hub_(*this, ngx_cycle->log) {}

bool WorkerStore::refresh() noexcept {
    const bool attached = reader_.refresh(static_cast<std::int64_t>(ngx_current_msec));
    note_attachment(attached);
    if (!attached) {
        return false;
    }
    if (reader_.incarnation() != incarnation_) {
        frames_.forget_all();
        incarnation_ = reader_.incarnation();
    }
    if (index().epoch() != epoch_) {
        frames_.forget_slots();
        epoch_ = index().epoch();
        census_at_ = 0;
    }
    return true;
}

void WorkerStore::note_attachment(bool attached) noexcept {
    const AttachError error = reader_.error();
    if (attached == attached_ && error == error_ && reader_.error_number() == error_number_) {
        return;
    }
    if (error != AttachError::kNone) {
        const std::string_view reason = to_string(error);
        ngx_log_error(
            NGX_LOG_ERR, ngx_cycle->log, error == AttachError::kSystem ? reader_.error_number() : 0,
            "livecam: store %V (owner %V): %*s: %s%s", &conf_->path, &conf_->owner_name,
            reason.size(), reason.data(), remedy(error),
            attached && !index().broken() ? "; going on with the index that was there before" : "");
    } else if (attached) {
        ngx_log_error(NGX_LOG_NOTICE, ngx_cycle->log, 0, "livecam: store %V: %uD paths",
                      &conf_->path, static_cast<std::uint32_t>(index().entry_count()));
    }
    attached_ = attached;
    error_ = error;
    error_number_ = reader_.error_number();
}

bool WorkerStore::sidecar_alive() const noexcept {
    return index().sidecar_alive(monotonic_ns());
}

const Census& WorkerStore::census() noexcept {
    const std::int64_t now = now_ms();
    const bool alive = sidecar_alive();
    if (now - census_at_ >= kCensusPeriodMs || now < census_at_ || now >= census_.turn ||
        alive != census_alive_) {
        census_ = take_census(index(), now, alive);
        census_at_ = now;
        census_alive_ = alive;
    }
    return census_;
}

void WorkerStore::look(std::uint32_t entry) noexcept {
    demand_.look(reader_.directory(), index().epoch(), entry, now_ms());
}

void WorkerStore::frame_failed(std::uint64_t serial, int error_number) noexcept {
    ++frame_failures_;
    if (static_cast<ngx_msec_int_t>(ngx_current_msec - next_frame_line_) < 0) {
        return;
    }
    ngx_log_error(
        NGX_LOG_ERR, ngx_cycle->log, error_number,
        "livecam: store %V: cannot read frames/%016xL (%uL failures so far): serving what "
        "was there before, if anything",
        &conf_->path, serial, frame_failures_);
    next_frame_line_ = ngx_current_msec + kFrameLinePeriodMs;
}

}  // namespace livecam::http
