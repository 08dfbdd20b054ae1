#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <ctime>
#include <vector>

#include "shared/store_budget.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/printable.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/json_writer.h"

namespace livecam::ctl {
namespace {

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::kNone:
            return "none";
        case Kind::kBody:
            return "body";
        case Kind::kFrames:
            return "frames";
        case Kind::kRedirect:
            return "redirect";
        case Kind::kMiss:
            return "miss";
        case Kind::kEvents:
            return "events";
        case Kind::kStream:
            return "stream";
        case Kind::kState:
            return "state";
        case Kind::kHealth:
            return "health";
        case Kind::kMetrics:
            return "metrics";
        case Kind::kVersion:
            return "version";
    }
    return "unknown";
}

struct Row {
    std::string path;
    Descriptor descriptor;
    std::string_view state;  // of a camera
};

std::vector<Row> read_rows(const IndexView& index) {
    timespec wall{};
    timespec monotonic{};
    ::clock_gettime(CLOCK_REALTIME, &wall);
    ::clock_gettime(CLOCK_MONOTONIC, &monotonic);
    const std::int64_t now = std::int64_t{wall.tv_sec} * 1000 + wall.tv_nsec / 1'000'000;
    const bool alive =
        index.sidecar_alive(static_cast<std::uint64_t>(monotonic.tv_sec) * 1'000'000'000 +
                            static_cast<std::uint64_t>(monotonic.tv_nsec));
    std::vector<Row> rows;
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        Row row;
        if (index.read(entry, row.descriptor)) {
            row.path = index.key(entry);
            if (row.descriptor.kind == Kind::kFrames) {
                row.state = to_string(state_of(row.descriptor.freshness(), now, alive));
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::string type_of(const Descriptor& d) {
    return d.kind == Kind::kFrames && d.frame_count > 0 ? std::string(media_type(d.frames[0].type))
                                                        : std::string(d.type());
}

std::string local_time(std::int64_t ms) {
    return ms == 0 ? "-"
                   : fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time_t(ms / 1000)));
}

void print_table(const std::vector<Row>& rows) {
    std::size_t width = 4;
    for (const Row& row : rows) {
        width = std::max(width, std::min<std::size_t>(row.path.size(), 60));
    }
    fmt::print("{:<{}}  {:<8}  {:<7}  {:>10}  {:<19}  {}\n", "PATH", width, "KIND", "STATE", "SIZE",
               "CHANGED", "TYPE");
    for (const Row& row : rows) {
        const FrameRef& frame = row.descriptor.frames[0];
        const bool has = row.descriptor.frame_count > 0;
        fmt::print("{:<{}}  {:<8}  {:<7}  {:>10}  {:<19}  {}\n", printable(row.path), width,
                   name_of(row.descriptor.kind), row.state.empty() ? "-" : row.state,
                   has ? human_bytes(frame.length) : "-", local_time(has ? frame.changed_at : 0),
                   printable(type_of(row.descriptor)));
    }
}

void print_json(const std::vector<Row>& rows) {
    JsonWriter json;
    json.begin_array();
    for (const Row& row : rows) {
        const Descriptor& d = row.descriptor;
        json.begin_object();
        json.text("path", row.path);
        json.text("kind", name_of(d.kind));
        json.text("type", type_of(d));
        if (d.kind == Kind::kFrames) {
            json.text("state", row.state);
            json.text("reason", to_string(d.reason));
        }
        json.begin_array("frames");
        for (std::size_t i = 0; i < d.frame_count; ++i) {
            json.begin_object();
            json.text("etag", fmt::format("{:016x}", d.frames[i].etag));
            json.number("serial", d.frames[i].serial);
            json.number("length", d.frames[i].length);
            json.number("changed_at", d.frames[i].changed_at);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    fmt::print("{}\n", json.take());
}

}  // namespace

int list(const std::string& store, bool json) {
    StoreReader reader{store.c_str(), owner_of(store)};
    if (!open_reader(store, reader)) {
        return 1;
    }
    const std::vector<Row> rows = read_rows(reader.index());
    json ? print_json(rows) : print_table(rows);
    return 0;
}

}  // namespace livecam::ctl
