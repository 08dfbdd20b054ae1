// The site's outline (pure/outline.h) as the worker holds it: read again when its entry changed.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "ngx_module/pure/outline.h"

namespace livecam::http {

class WorkerStore;

class SiteOutline {
  public:
    explicit SiteOutline(ngx_log_t* log) noexcept : log_(log) {}
    SiteOutline(const SiteOutline&) = delete;
    SiteOutline& operator=(const SiteOutline&) = delete;
    ~SiteOutline();

    /// Keeps what it has if the store cannot give another one at this moment.
    void refresh(WorkerStore& store) noexcept;

    /// There is none yet.
    bool empty() const noexcept { return text_ == nullptr; }
    const Outline& outline() const noexcept { return outline_; }

  private:
    char* text_ = nullptr;
    std::uint64_t serial_ = 0;
    Outline outline_;
    ngx_log_t* log_;
};

}  // namespace livecam::http
