#include <rapidjson/document.h>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "sidecar/control/client.h"
#include "sidecar/control/protocol.h"
#include "sidecar/ctl/camera_changes.h"
#include "sidecar/ctl/doctor/acting_as.h"
#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/doctor/process.h"

namespace livecam::ctl {
namespace {

/// A transfer has a socket and a file; the rest is threads, store and log.
constexpr std::uint64_t kFilesForEach = 2;
constexpr std::uint64_t kFilesForAll = 64;

std::string text_of(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
}

std::int64_t number_of(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsInt64() ? found->value.GetInt64() : 0;
}

void look_at_index(Examination& e, const StoreReader& reader) {
    const std::string path = e.store + "/" + layout::kIndexName;
    if (!reader.index()) {
        const bool other = reader.error() == AttachError::kUnknownLayout;
        e.find(path, "the store " + std::string(to_string(reader.error())),
               other ? "use the livecamctl that came with livecamd, and restart livecamd after an "
                       "upgrade"
                     : "start livecamd, which makes a new index if this one is bad");
        return;
    }
    e.index = &reader.index();
    if (e.index->minor() != layout::kMinor) {
        e.find(path,
               fmt::format("has layout {}.{}, this livecamctl knows {}.{}", layout::kMajor,
                           e.index->minor(), layout::kMajor, layout::kMinor),
               "restart livecamd after an upgrade");
    }
    const std::uint64_t age = e.index->heartbeat_age_ms(read_clocks().monotonic_ns);
    if (!e.index->sidecar_alive(read_clocks().monotonic_ns)) {
        e.find(e.store,
               fmt::format("livecamd's last heartbeat was {} s ago, the limit is {} s", age / 1000,
                           layout::kHeartbeatTimeoutMs / 1000),
               "start livecamd; its log says why it ended");
    }
}

/// One cause for all cameras is no camera's fault.
void look_at_cameras(Examination& e, const rapidjson::Value& cameras) {
    std::map<std::string, std::size_t> reasons;
    for (const auto& camera : cameras.GetArray()) {
        ++reasons[text_of(camera, "reason")];
    }
    const std::size_t count = cameras.Size();
    if (count < 2 || reasons.contains("none")) {
        return;
    }
    const auto most =
        std::max_element(reasons.begin(), reasons.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    e.find("cameras",
           fmt::format("all {} fail, {} of them with {}", count, most->second, most->first),
           "look at this machine's network, name server or proxy, and at livecamctl state");
}

void look_at_process(Examination& e) {
    const pid_t pid = e.daemon->pid;
    if (runs_replaced_file(pid, "livecamd")) {
        e.find(fmt::format("livecamd (pid {})", pid), "its program was replaced since it started",
               "restart livecamd");
    }
    const std::uint64_t need = kFilesForAll + kFilesForEach * e.daemon->cameras;
    if (const auto limit = open_files_limit(pid); limit && *limit < need) {
        e.find(fmt::format("livecamd (pid {})", pid),
               fmt::format("may have {} files open, {} cameras may need {}", *limit,
                           e.daemon->cameras, need),
               fmt::format("LimitNOFILE={} in its unit, or ulimit -n {}", need, need));
    }
}

void look_at_answer(Examination& e, const std::string& answer) {
    rapidjson::Document document;
    document.Parse(answer.data(), answer.size());
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("cameras") ||
        !document["cameras"].IsArray()) {
        e.find(e.store + "/" + layout::kControlName, "livecamd's answer is not understood",
               "use the livecamctl that came with livecamd");
        return;
    }
    Daemon daemon{text_of(document, "version"), static_cast<pid_t>(number_of(document, "pid")),
                  number_of(document, "config_read_at"), document["cameras"].Size()};
    if (daemon.version != LIVECAM_VERSION) {
        e.find("livecamd",
               fmt::format("is version {}, this livecamctl is {}", daemon.version, LIVECAM_VERSION),
               "restart livecamd after an upgrade");
    }
    if (e.config.empty()) {
        e.config = text_of(document, "config");
    }
    if (process_name(daemon.pid) != "livecamd") {
        daemon.pid = 0;  // of another pid namespace
    }
    e.daemon = std::move(daemon);
    look_at_cameras(e, document["cameras"]);
    look_at_process(e);
}

}  // namespace

void look_at_livecamd(Examination& e, const StoreReader& reader) {
    look_at_index(e, reader);
    const bool alive = e.index != nullptr && e.index->sidecar_alive(read_clocks().monotonic_ns);
    if (const auto answer = control::ask(e.store, control::kState, 10)) {
        look_at_answer(e, *answer);
    } else if (::geteuid() != 0 && ::geteuid() != e.owner) {
        e.note("livecamd was not asked: that takes root or " + user_name(e.owner));
    } else if (alive) {
        e.find(e.store + "/" + layout::kControlName, answer.error().message,
               "restart livecamd; within seconds it makes a socket anew that was removed");
    }
}

}  // namespace livecam::ctl
