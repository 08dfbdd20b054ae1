#include "sidecar/ctl/top/table.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "shared/store_budget.h"
#include "sidecar/ctl/printable.h"
#include "sidecar/json_writer.h"

namespace livecam::ctl {
namespace {

constexpr std::size_t kShortestName = 8;
constexpr char kLine[] = "{:<{}}  {:<7}  {:>6}  {:>6}  {:>6}  {:>6}  {:>9}  {:>7}";
constexpr std::size_t kOtherColumns = 7 + 4 * 6 + 9 + 7 + 7 * 2;

/// "850ms", "3.2s", "12m", "5h", "3d".
std::string short_time(std::optional<std::int64_t> ms) {
    if (!ms) {
        return "-";
    }
    const auto seconds = static_cast<double>(*ms) / 1000;
    return *ms < 1000             ? fmt::format("{}ms", *ms)
           : seconds < 100        ? fmt::format("{:.1f}s", seconds)
           : seconds < 100 * 60   ? fmt::format("{:.0f}m", seconds / 60)
           : seconds < 100 * 3600 ? fmt::format("{:.0f}h", seconds / 3600)
                                  : fmt::format("{:.0f}d", seconds / 86400);
}

std::string rate(std::optional<double> hits) {
    return hits ? fmt::format("{:.1f}", *hits) : "-";
}

std::string counts(const TopTable& table) {
    std::array<std::size_t, 4> of{};
    for (const TopRow& row : table.rows) {
        ++of.at(static_cast<std::size_t>(row.state));
    }
    std::string text = fmt::format("{} cameras", table.rows.size());
    const char* separator = ": ";
    for (const CameraState state :
         {CameraState::kLive, CameraState::kStale, CameraState::kDown, CameraState::kPending}) {
        if (const std::size_t count = of.at(static_cast<std::size_t>(state)); count > 0) {
            text += fmt::format("{}{} {}", separator, count, to_string(state));
            separator = ", ";
        }
    }
    return text;
}

/// What `column` sorts by; the largest comes first.
double rank(const TopRow& row, TopColumn column) {
    const auto number = [](std::optional<std::int64_t> value) {
        return static_cast<double>(value.value_or(-1));
    };
    switch (column) {
        case TopColumn::kCamera:
            return 0;
        case TopColumn::kState:
            // pending, live, stale, down: the worst is the last, and pending is not well either.
            return row.state == CameraState::kPending ? 1.5 : static_cast<double>(row.state);
        case TopColumn::kAge:
            return number(row.age_ms);
        case TopColumn::kPeriod:
            return static_cast<double>(row.period_ms);
        case TopColumn::kP50:
            return number(row.p50_ms);
        case TopColumn::kP99:
            return number(row.p99_ms);
        case TopColumn::kBytes:
            return static_cast<double>(row.bytes);
        case TopColumn::kHits:
            return row.hits.value_or(-1);
    }
    return 0;
}

}  // namespace

TopColumn column_of(std::string_view name) {
    const auto* found = std::find(std::begin(kTopColumns), std::end(kTopColumns), name);
    return found == std::end(kTopColumns) ? TopColumn::kState
                                          : static_cast<TopColumn>(found - std::begin(kTopColumns));
}

TopColumn next_column(TopColumn column) {
    return static_cast<TopColumn>((static_cast<std::size_t>(column) + 1) % std::size(kTopColumns));
}

void sort_rows(std::vector<TopRow>& rows, TopColumn column) {
    std::sort(rows.begin(), rows.end(), [column](const TopRow& a, const TopRow& b) {
        const double x = rank(a, column);
        const double y = rank(b, column);
        return x != y ? x > y : a.camera < b.camera;
    });
}

void filter_rows(std::vector<TopRow>& rows, std::string_view text) {
    std::erase_if(rows, [text](const TopRow& row) {
        return row.camera.find(text) == std::string::npos &&
               to_string(row.state).find(text) == std::string_view::npos;
    });
}

std::vector<std::string> table_lines(const TopTable& table, TopColumn sorted_by,
                                     std::size_t columns) {
    std::size_t width = kShortestName;
    for (const TopRow& row : table.rows) {
        width = std::max(width, row.camera.size());
    }
    const std::size_t room = columns > kOtherColumns ? columns - kOtherColumns : 0;
    width = std::min(width, std::max(room, kShortestName));

    const double hits =
        std::accumulate(table.rows.begin(), table.rows.end(), 0.0,
                        [](double sum, const TopRow& row) { return sum + row.hits.value_or(0); });
    std::vector<std::string> lines = {
        fmt::format("{}, livecamd {}, {}", printable(table.store),
                    !table.alive            ? "is dead"
                    : table.version.empty() ? "is alive"
                                            : printable(table.version),
                    counts(table)),
        fmt::format("{} of {} in {} frames, {:.1f} hits/s, by {}",
                    human_bytes(table.summary.live_bytes), human_bytes(table.summary.max_bytes),
                    table.summary.live_frames, hits,
                    kTopColumns[static_cast<std::size_t>(sorted_by)]),
        fmt::format(kLine, "CAMERA", width, "STATE", "AGE", "PERIOD", "P50", "P99", "BYTES",
                    "HITS/S")};
    for (const TopRow& row : table.rows) {
        lines.push_back(
            fmt::format(kLine, printable(row.camera).substr(0, width), width, to_string(row.state),
                        short_time(row.age_ms),
                        short_time(row.period_ms > 0 ? std::optional{row.period_ms} : std::nullopt),
                        short_time(row.p50_ms), short_time(row.p99_ms),
                        row.bytes > 0 ? human_bytes(row.bytes) : "-", rate(row.hits)));
    }
    for (std::string& line : lines) {
        line.resize(std::min(line.size(), columns));
    }
    return lines;
}

std::string table_json(const TopTable& table) {
    JsonWriter json;
    const auto number_or_null = [&json](const char* name, std::optional<std::int64_t> value) {
        value ? json.number(name, *value) : json.null(name);
    };
    json.begin_object();
    json.number("time", table.time_ms);
    json.text("store", table.store);
    json.boolean("alive", table.alive);
    json.text_or_null("version", table.version);
    json.number("live_bytes", table.summary.live_bytes);
    json.number("max_bytes", table.summary.max_bytes);
    json.begin_array("cameras");
    for (const TopRow& row : table.rows) {
        json.begin_object();
        json.text("camera", row.camera);
        json.text("state", to_string(row.state));
        number_or_null("age_ms", row.age_ms);
        json.number("period_ms", row.period_ms);
        number_or_null("p50_ms", row.p50_ms);
        number_or_null("p99_ms", row.p99_ms);
        json.number("bytes", row.bytes);
        row.hits ? json.real("hits_per_second", *row.hits) : json.null("hits_per_second");
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take();
}

}  // namespace livecam::ctl
