#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <ctime>

#include "sidecar/control/client.h"
#include "sidecar/control/protocol.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/printable.h"
#include "sidecar/ctl/store_access.h"

namespace livecam::ctl {
namespace {

using Json = rapidjson::Value;

std::string text(const Json& camera, const char* name) {
    const auto found = camera.FindMember(name);
    return found != camera.MemberEnd() && found->value.IsString()
               ? printable(found->value.GetString())
               : "-";
}

std::int64_t number(const Json& camera, const char* name) {
    const auto found = camera.FindMember(name);
    return found != camera.MemberEnd() && found->value.IsInt64() ? found->value.GetInt64() : 0;
}

std::string moment(const Json& camera, const char* name) {
    const std::int64_t ms = number(camera, name);
    return ms == 0 ? "-"
                   : fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time_t(ms / 1000)));
}

std::string seconds(std::int64_t ms) {
    return ms == 0 ? "-" : fmt::format("{:.1f}s", static_cast<double>(ms) / 1000);
}

std::string status(const Json& camera) {
    const std::int64_t code = number(camera, "http_status");
    return code == 0 ? "-" : std::to_string(code);
}

void print_json(const Json& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    fmt::print("{}\n", buffer.GetString());
}

void print_one(const Json& camera) {
    const auto line = [](const char* name, const std::string& value) {
        fmt::print("{:<12}  {}\n", name, value);
    };
    for (const char* name : {"camera", "state", "shown", "reason"}) {
        line(name, text(camera, name));
    }
    line("http status", status(camera));
    line("failures", std::to_string(number(camera, "failures")));
    line("captured", moment(camera, "captured_at"));
    line("changed", moment(camera, "changed_at"));
    line("checked", moment(camera, "checked_at"));
    line("next due", moment(camera, "next_due"));
    line("stale from", moment(camera, "stale_at"));
    line("period", seconds(number(camera, "period_ms")));
    if (const std::string detail = text(camera, "detail"); !detail.empty()) {
        line("detail", detail);
    }
}

void print_table(const Json& cameras) {
    std::size_t width = 6;
    for (const Json& camera : cameras.GetArray()) {
        width = std::max(width, std::min<std::size_t>(text(camera, "camera").size(), 40));
    }
    static constexpr char row[] =
        "{:<{}}  {:<7}  {:<11}  {:<19}  {:<19}  {:<19}  {:>7}  {:>4}  {}\n";
    fmt::print(row, "CAMERA", width, "STATE", "SHOWN", "CHANGED", "CHECKED", "NEXT DUE", "PERIOD",
               "HTTP", "REASON");
    for (const Json& camera : cameras.GetArray()) {
        fmt::print(row, text(camera, "camera"), width, text(camera, "state"), text(camera, "shown"),
                   moment(camera, "changed_at"), moment(camera, "checked_at"),
                   moment(camera, "next_due"), seconds(number(camera, "period_ms")), status(camera),
                   text(camera, "reason"));
    }
}

}  // namespace

int state(const std::string& store, const std::string& camera, bool json) {
    const auto answer = control::ask(store, control::kState);
    if (!answer) {
        return say(answer.error().message);
    }
    rapidjson::Document document;
    document.Parse(answer->data(), answer->size());
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("cameras") ||
        !document["cameras"].IsArray()) {
        return say(
            "livecamd answered what this livecamctl does not understand: are both of one "
            "version?");
    }
    const Json& cameras = document["cameras"];
    if (camera.empty()) {
        json ? print_json(document) : print_table(cameras);
        return 0;
    }
    for (const Json& one : cameras.GetArray()) {
        if (text(one, "camera") == camera) {
            json ? print_json(one) : print_one(one);
            return 0;
        }
    }
    return say("livecamd fetches no camera " + camera + "; see livecamctl state");
}

}  // namespace livecam::ctl
