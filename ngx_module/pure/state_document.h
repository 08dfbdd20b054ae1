// /api/state.json: every camera of the wall in one document.
#pragma once

#include <cstdint>
#include <string_view>

#include "ngx_module/pure/filter.h"
#include "ngx_module/pure/long_text.h"
#include "ngx_module/pure/outline.h"
#include "shared/index_view.h"

namespace livecam::http {

/// A document that holds for some time, but for one number: when it is sent.
class StateDocument {
  public:
    /// `now_ms` is since the epoch.
    static StateDocument build(const IndexView& index, const Outline& outline, const Filter& filter,
                               std::int64_t now_ms, bool sidecar_alive) noexcept;

    /// Whether building it again would give the same, as far as index and clock can tell.
    bool current(const IndexView& index, std::int64_t now_ms, bool sidecar_alive) const noexcept;

    /// Of the index when it was built.
    std::uint64_t generation() const noexcept { return generation_; }

    /// False if memory ran out.
    bool complete() const noexcept { return text_.complete(); }

    /// Before and after the number of the moment at which it is sent.
    std::string_view head() const noexcept { return text_.text().substr(0, split_); }
    std::string_view tail() const noexcept { return text_.text().substr(split_); }

    /// Of what comes after that number, without `checked_at` and `http_status`. So equal documents
    /// of two workers have equal hashes, and neither a change elsewhere nor a look that found
    /// nothing new changes a group's.
    std::uint64_t hash() const noexcept { return hash_; }

  private:
    LongText text_;
    std::size_t split_ = 0;
    std::uint64_t hash_ = 0;
    std::uint64_t epoch_ = 0;
    std::uint64_t generation_ = 0;
    std::int64_t built_at_ = 0;
    std::int64_t until_ = 0;  // ms since the epoch
    bool alive_ = false;
    bool ready_ = false;
};

}  // namespace livecam::http
