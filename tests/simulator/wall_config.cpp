#include "tests/simulator/wall_config.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "tests/simulator/scenery/scene.h"

namespace livecam::sim {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void text(Writer& json, const char* name, const std::string& value) {
    json.Key(name);
    json.String(value.c_str());
}

void group(Writer& json, const std::string& origin, const char* id, const char* name,
           const char* title, int from, int to) {
    if (from >= to) {
        return;
    }
    json.StartObject();
    text(json, "id", id);
    text(json, "name", name);
    text(json, "title", title);
    json.Key("cameras");
    json.StartArray();
    for (int i = from; i < to; ++i) {
        json.StartObject();
        text(json, "name", place_name(i));
        text(json, "src", origin + "/cam/" + std::to_string(i) + ".jpg");
        text(json, "kind", "img");
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
}

}  // namespace

std::string wall_config(const std::string& origin, int cameras,
                        std::chrono::milliseconds interval) {
    rapidjson::StringBuffer buffer;
    Writer json(buffer);
    json.SetIndent(' ', 2);
    json.StartObject();
    json.Key("site");
    json.StartObject();
    text(json, "title", "Mountain cameras");
    json.EndObject();
    json.Key("fetch");
    json.StartObject();
    text(json, "interval", std::to_string(interval.count()) + "ms");
    json.EndObject();
    json.Key("groups");
    json.StartArray();
    const int half = (cameras + 1) / 2;
    group(json, origin, "north", "North", "North Canyon", 0, half);
    group(json, origin, "south", "South", "South Canyon", half, cameras);
    json.EndArray();
    json.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

void write_atomically(const std::string& file, const std::string& text) {
    const std::string temporary = file + ".new." + std::to_string(getpid());
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    const bool written = static_cast<bool>(out);
    out.close();
    if (!written || std::rename(temporary.c_str(), file.c_str()) != 0) {
        const int error = errno;
        std::remove(temporary.c_str());
        throw std::system_error(error, std::generic_category(), "cannot write " + file);
    }
}

}  // namespace livecam::sim
