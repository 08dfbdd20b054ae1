// From a request to its answer.
#include <algorithm>
#include <optional>
#include <string_view>

#include "tests/simulator/server/conditions.h"
#include "tests/simulator/server/plain_fault.h"
#include "tests/simulator/server/raw_fault.h"
#include "tests/simulator/server/simulator.h"

namespace livecam::sim {
namespace {

/// "<id>.jpg" after `prefix`, if the id is valid.
std::optional<std::string> id_behind(std::string_view path, std::string_view prefix) {
    constexpr std::string_view kSuffix = ".jpg";
    if (!path.starts_with(prefix) || !path.ends_with(kSuffix) ||
        path.size() < prefix.size() + kSuffix.size()) {
        return std::nullopt;
    }
    path.remove_prefix(prefix.size());
    path.remove_suffix(kSuffix.size());
    return valid_camera_id(path) ? std::optional<std::string>{path} : std::nullopt;
}

}  // namespace

Fault Simulator::fault_of(const std::string& id) const {
    const auto own = faults_.find(id);
    return own != faults_.end() ? own->second : fault_of_all_;
}

awaitable<bool> Simulator::answer(Wire& wire, const Request& request) {
    if (request.method != "GET" && !request.head()) {
        Request last = request;
        last.keep_alive = false;  // a body may follow, which nobody reads
        Reply reply = text_reply(405, "text/plain", "GET and HEAD only\n");
        reply.add("Allow", "GET, HEAD");
        co_await wire.send(reply, last);
        co_return false;
    }
    const std::string& path = request.path;
    if (const auto id = id_behind(path, "/cam/")) {
        const Fault fault = fault_of(*id);
        co_return co_await answer_camera(wire, request, *id, fault);
    }
    if (const auto id = id_behind(path, "/good/")) {
        co_return co_await answer_camera(wire, request, *id, Fault::kNone);
    }
    if (const auto id = id_behind(path, "/auth/")) {
        co_return co_await answer_camera(wire, request, *id, Fault::kUnauthorized);
    }
    if (path.starts_with("/fault/")) {
        const std::string name = path.substr(7, path.find('/', 7) - 7);
        const auto fault = fault_named(name);
        const auto id = id_behind(path, "/fault/" + name + "/");
        if (fault && id) {
            co_return co_await answer_camera(wire, request, *id, *fault);
        }
    }
    if (path.starts_with("/document/")) {
        const std::string id = path.substr(path.rfind('/') + 1);
        if (valid_camera_id(id)) {
            co_return co_await answer_document(wire, request, id);
        }
    }
    const Reply reply = path == "/" ? wall()
                        : path.starts_with("/control/")
                            ? control(request)
                            : text_reply(404, "text/plain", "no such path\n");
    co_await wire.send(reply, request);
    co_return request.keep_alive;
}

SharedPicture Simulator::frozen(Fault fault, const SharedPicture& newest, bool head) {
    const bool first = fault == Fault::kFrozen || (fault == Fault::kHeadLies && head);
    return first ? frozen_.try_emplace(newest->stamp.camera, newest).first->second : newest;
}

awaitable<bool> Simulator::answer_camera(Wire& wire, const Request& request, std::string id,
                                         Fault fault) {
    Statistics::Visit visit(statistics_, id, request);
    const SharedPicture newest = co_await gallery_.newest(id);
    const SharedPicture picture = frozen(fault, newest, request.head());
    if (fault == Fault::kFlapping) {
        bool& broken = flapped_[id];
        fault = broken ? Fault::k500 : Fault::kNone;
        broken = !broken;
    }
    std::optional<Reply> reply;
    if (fault == Fault::kUnauthorized) {
        reply = refuse_unless_authorized(request);
        fault = Fault::kNone;
    }
    if (!reply && fault == Fault::kNone) {
        reply = picture_reply(picture);
        if (unchanged_for(request, *picture)) {
            reply->status = 304;
            visit.not_modified();
        }
    } else if (!reply) {
        reply = plain_fault(fault, request, picture);
    }
    if (reply) {
        co_await wire.send(*reply, request);
        co_return request.keep_alive;
    }
    const std::chrono::milliseconds slow = std::min<std::chrono::milliseconds>(
        options_.gallery.interval * 4 / 5, std::chrono::seconds{4});
    const bool reusable = co_await raw_fault(wire, fault, request, picture, slow);
    co_return reusable&& request.keep_alive;
}

}  // namespace livecam::sim
