// /api/state.json: every camera of the wall in one document.
#pragma once

#include <cstdint>
#include <string_view>

#include "ngx_module/pure/long_text.h"
#include "shared/index_view.h"

namespace livecam::http {

/// What only the sidecar knows, from the body of the entry of kind kState: fields, an empty line,
/// and members of a JSON object, which go into the document as they are.
///
///     Prefix: /wall
///     Groups: lcc bcc
///
///     "title":"Wasatch","groups":[{"id":"lcc","name":"LCC"}]
struct Facts {
    std::string_view prefix;   // before every path
    std::string_view groups;   // ids, in the order of Descriptor::groups, a space between them
    std::string_view members;  // may be empty
};
/// Never fails: what is not there is empty.
Facts parse_facts(std::string_view text) noexcept;

inline constexpr int kAllGroups = -1;
/// The bit of a group's id in Descriptor::groups; negative if there is no such group.
int group_bit(const Facts& facts, std::string_view id) noexcept;

/// A document that holds for some time, but for one number: when it is sent.
class StateDocument {
  public:
    /// All cameras, or those of one group. `now_ms` is since the epoch.
    static StateDocument build(const IndexView& index, const Facts& facts, int group,
                               std::int64_t now_ms, bool sidecar_alive) noexcept;

    /// Whether building it again would give the same, as far as index and clock can tell.
    bool current(const IndexView& index, std::int64_t now_ms, bool sidecar_alive) const noexcept;

    /// False if memory ran out.
    bool complete() const noexcept { return text_.complete(); }

    /// Before and after the number of the moment at which it is sent.
    std::string_view head() const noexcept { return text_.text().substr(0, split_); }
    std::string_view tail() const noexcept { return text_.text().substr(split_); }

    /// Of everything but that number: so equal documents of two workers have equal hashes.
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
