// Looks at cameras, gathered in the worker and told to the sidecar at most once a second for each.
#pragma once

#include "ngx_module/ngx.hpp"
//
#include <cstdint>

#include "shared/demand.h"

namespace livecam::http {

class DemandCounter {
  public:
    explicit DemandCounter(ngx_log_t* log) noexcept : log_(log) {}
    DemandCounter(const DemandCounter&) = delete;
    DemandCounter& operator=(const DemandCounter&) = delete;
    ~DemandCounter();

    /// One look at `entry`. `now_ms` is since the epoch.
    void look(int directory, std::uint64_t epoch, std::uint32_t entry,
              std::int64_t now_ms) noexcept;

  private:
    struct Pending {
        std::uint64_t hits;
        std::int64_t written_at;  // ms since the epoch
    };

    bool reserve(std::uint32_t entry) noexcept;
    void reopen(int directory, std::uint64_t epoch, std::int64_t now_ms) noexcept;

    DemandFile file_;
    std::uint64_t epoch_ = 0;
    std::int64_t tried_at_ = 0;
    Pending* pending_ = nullptr;
    std::uint32_t capacity_ = 0;
    ngx_log_t* log_;
};

}  // namespace livecam::http
