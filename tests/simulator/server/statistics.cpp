#include "tests/simulator/server/statistics.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>

namespace livecam::sim {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void number(Writer& json, const char* name, std::uint64_t value) {
    json.Key(name);
    json.Uint64(value);
}

void number(Writer& json, const char* name, int value) {
    number(json, name, static_cast<std::uint64_t>(value));
}

void write(Writer& json, const Statistics::Camera& camera) {
    json.StartObject();
    number(json, "requests", camera.requests);
    number(json, "gets", camera.gets);
    number(json, "heads", camera.heads);
    number(json, "not_modified", camera.not_modified);
    number(json, "in_flight", camera.in_flight);
    number(json, "in_flight_max", camera.in_flight_max);
    json.EndObject();
}

void write(Writer& json, const Statistics::Host& host) {
    json.StartObject();
    number(json, "requests", host.requests);
    number(json, "connections", host.connections);
    number(json, "connections_max", host.connections_max);
    number(json, "in_flight", host.in_flight);
    number(json, "in_flight_max", host.in_flight_max);
    json.EndObject();
}

}  // namespace

Statistics::Connection::~Connection() {
    if (host_ != nullptr) {
        --host_->connections;
    }
}

void Statistics::Connection::names(const std::string& host) {
    if (host_ == nullptr) {
        host_ = &statistics_.hosts_[host];
        host_->connections_max = std::max(host_->connections_max, ++host_->connections);
    }
}

Statistics::Visit::Visit(Statistics& statistics, const std::string& camera, const Request& request)
    : camera_(statistics.cameras_[camera]), host_(statistics.hosts_[request.header("host")]) {
    ++camera_.requests;
    ++(request.head() ? camera_.heads : camera_.gets);
    camera_.in_flight_max = std::max(camera_.in_flight_max, ++camera_.in_flight);
    ++host_.requests;
    host_.in_flight_max = std::max(host_.in_flight_max, ++host_.in_flight);
}

Statistics::Visit::~Visit() {
    --camera_.in_flight;
    --host_.in_flight;
}

void Statistics::reset() {
    for (auto& [id, camera] : cameras_) {
        const int now = camera.in_flight;
        camera = {};
        camera.in_flight = camera.in_flight_max = now;
    }
    for (auto& [name, host] : hosts_) {
        Host fresh;
        fresh.connections = fresh.connections_max = host.connections;
        fresh.in_flight = fresh.in_flight_max = host.in_flight;
        host = fresh;
    }
}

std::string Statistics::json() const {
    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    Camera total;
    json.StartObject();
    json.Key("cameras");
    json.StartObject();
    for (const auto& [id, camera] : cameras_) {
        json.Key(id.c_str());
        write(json, camera);
        total.requests += camera.requests;
        total.gets += camera.gets;
        total.heads += camera.heads;
        total.not_modified += camera.not_modified;
        total.in_flight += camera.in_flight;
        total.in_flight_max = std::max(total.in_flight_max, camera.in_flight_max);
    }
    json.EndObject();
    json.Key("hosts");
    json.StartObject();
    for (const auto& [name, host] : hosts_) {
        json.Key(name.c_str());
        write(json, host);
    }
    json.EndObject();
    json.Key("total");
    write(json, total);
    json.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace livecam::sim
