#include "tests/e2e/ctl.h"

#include <rapidjson/document.h>

#include <stdexcept>

#include "tests/e2e/programs.h"

namespace livecam::e2e {

Finished ctl(const std::string& store, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {built("livecamctl"), "--store", store});
    return run(std::move(arguments));
}

std::map<std::string, CameraStatus> states(const std::string& store) {
    std::map<std::string, CameraStatus> all;
    const Finished asked = ctl(store, {"state", "--json"});
    if (asked.code != 0) {
        return all;
    }
    rapidjson::Document document;
    if (document.Parse(asked.output.c_str()).HasParseError()) {
        throw std::runtime_error("livecamctl state --json: not JSON: " + asked.output);
    }
    for (const auto& camera : document["cameras"].GetArray()) {
        CameraStatus& status = all[camera["camera"].GetString()];
        status.state = camera["state"].GetString();
        status.shown = camera["shown"].GetString();
        status.next_due = camera["next_due"].GetInt64();
        status.reason = camera["reason"].GetString();
        status.detail = camera["detail"].GetString();
        status.http_status = camera["http_status"].GetUint64();
        status.failures = camera["failures"].GetUint64();
        status.changed_at = camera["changed_at"].GetInt64();
        status.captured_at = camera["captured_at"].GetInt64();
        status.checked_at = camera["checked_at"].GetInt64();
        status.next_expected = camera["next_expected"].GetInt64();
    }
    return all;
}

CameraStatus status_of(const std::string& store, const std::string& slug) {
    return states(store)[slug];
}

}  // namespace livecam::e2e
