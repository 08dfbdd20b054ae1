// The table of `livecamctl top`: what it is made of, its order, and its lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/freshness.h"
#include "shared/summary.h"

namespace livecam::ctl {

/// One camera. nullopt: not known.
struct TopRow {
    std::string camera;  // its slug, as the store has it: show it by printable()
    CameraState state = CameraState::kPending;
    std::optional<std::int64_t> age_ms{};            // since its picture changed
    std::int64_t period_ms = 0;                      // 0: not learned yet
    std::optional<std::int64_t> p50_ms{}, p99_ms{};  // of its newest fetches
    std::uint64_t bytes = 0;                         // of its picture
    std::optional<double> hits{};                    // a second
};

struct TopTable {
    std::string store;
    std::string version;  // livecamd's; empty: it did not answer
    bool alive = false;
    std::int64_t time_ms = 0;  // since the epoch
    Summary summary{};
    std::vector<TopRow> rows{};
};

enum class TopColumn { kCamera, kState, kAge, kPeriod, kP50, kP99, kBytes, kHits };
inline constexpr std::string_view kTopColumns[] = {"camera", "state", "age",   "period",
                                                   "p50",    "p99",   "bytes", "hits"};

TopColumn column_of(std::string_view name);  // kState for a name that is none
TopColumn next_column(TopColumn column);

/// Names from a to z, the worst state first, the largest number first; equal ones by name.
void sort_rows(std::vector<TopRow>& rows, TopColumn column);

/// Keeps the cameras whose slug, or state, has this text in it.
void filter_rows(std::vector<TopRow>& rows, std::string_view text);

/// Visible ASCII: two lines about the whole, one of titles, one for each camera. The camera's name
/// is cut so that a line has at most `columns`, if there is room for 8 characters of it.
std::vector<std::string> table_lines(const TopTable& table, TopColumn sorted_by,
                                     std::size_t columns);

std::string table_json(const TopTable& table);

}  // namespace livecam::ctl
