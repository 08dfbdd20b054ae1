#include "sidecar/ctl/top/look.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "shared/demand.h"
#include "sidecar/control/client.h"
#include "sidecar/control/protocol.h"
#include "sidecar/ctl/camera_changes.h"

namespace livecam::ctl {
namespace {

constexpr int kAskSeconds = 2;

std::optional<std::int64_t> number(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsInt64()
               ? std::optional{found->value.GetInt64()}
               : std::nullopt;
}

std::string_view text(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsString()
               ? std::string_view{found->value.GetString(), found->value.GetStringLength()}
               : std::string_view{};
}

}  // namespace

void TopLooks::ask(TopTable& table) const {
    const auto answer = control::ask(reader_.path(), control::kState, kAskSeconds);
    rapidjson::Document document;
    if (!answer || document.Parse(answer->data(), answer->size()).HasParseError() ||
        !document.IsObject() || !document.HasMember("cameras") || !document["cameras"].IsArray()) {
        return;
    }
    table.version = text(document, "version");
    std::unordered_map<std::string_view, const rapidjson::Value*> cameras;
    for (const auto& camera : document["cameras"].GetArray()) {
        if (camera.IsObject()) {
            cameras.emplace(text(camera, "camera"), &camera);
        }
    }
    for (TopRow& row : table.rows) {
        if (const auto found = cameras.find(row.camera); found != cameras.end()) {
            row.p50_ms = number(*found->second, "p50_ms");
            row.p99_ms = number(*found->second, "p99_ms");
        }
    }
}

TopTable TopLooks::look() {
    const Clocks clocks = read_clocks();
    reader_.refresh(clocks.monotonic_ms());
    const IndexView& index = reader_.index();
    TopTable table;
    table.store = reader_.path();
    table.time_ms = clocks.wall_ms;
    table.alive = index.sidecar_alive(clocks.monotonic_ns);
    index.summary(table.summary);
    const DemandFile demand = DemandFile::open(reader_.directory(), index.epoch());
    std::vector<Demand> demands(index.entry_count());
    demands.resize(demand.read(demands));
    const double seconds = static_cast<double>(clocks.monotonic_ms() - looked_at_ms_) / 1000;
    const bool known = epoch_ == index.epoch() && seconds > 0;
    std::unordered_map<std::uint32_t, std::uint64_t> hits;
    Descriptor descriptor;
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        if (!index.read(entry, descriptor) || descriptor.kind != Kind::kFrames) {
            continue;
        }
        TopRow row;
        row.camera = slug_of(index.key(entry));
        row.state = state_of(descriptor.freshness(), clocks.wall_ms, table.alive);
        row.period_ms = descriptor.period_ms;
        if (descriptor.has_picture()) {
            row.age_ms =
                std::max<std::int64_t>(0, clocks.wall_ms - descriptor.frames[0].changed_at);
            row.bytes = descriptor.frames[0].length;
        }
        if (entry < demands.size()) {
            const std::uint64_t now = demands[entry].hits;
            hits[entry] = now;
            if (const auto before = hits_.find(entry); known && before != hits_.end()) {
                row.hits =
                    static_cast<double>(now > before->second ? now - before->second : 0) / seconds;
            }
        }
        table.rows.push_back(std::move(row));
    }
    hits_ = std::move(hits);
    epoch_ = index.epoch();
    looked_at_ms_ = clocks.monotonic_ms();
    ask(table);
    return table;
}

}  // namespace livecam::ctl
