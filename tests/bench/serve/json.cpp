#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "tests/bench/serve/report.h"

namespace livecam::bench {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void put(Writer& out, const char* key, const std::string& value) {
    out.Key(key);
    out.String(value.c_str());
}

void put(Writer& out, const char* key, const std::vector<double>& values) {
    out.Key(key);
    out.StartArray();
    for (const double value : values) {
        out.Double(value);
    }
    out.EndArray();
}

void put(Writer& out, const WorkResult& result) {
    out.StartObject();
    put(out, "name", result.work.name);
    put(out, "what", result.work.what);
    put(out, "best", result.best);
    out.Key("ratio");
    out.Double(result.ratio);
    out.Key("target");
    out.Double(result.work.target);
    out.Key("servers");
    out.StartArray();
    for (const Figures& figures : result.figures) {
        out.StartObject();
        put(out, "server", figures.server);
        put(out, "cpu_us", figures.cpu_us);
        put(out, "requests_per_second", figures.per_second);
        out.EndObject();
    }
    out.EndArray();
    out.EndObject();
}

}  // namespace

std::string json(const Report& report) {
    rapidjson::StringBuffer buffer;
    Writer out(buffer);
    out.SetMaxDecimalPlaces(3);
    out.SetFormatOptions(rapidjson::kFormatSingleLineArray);
    out.StartObject();
    put(out, "machine", report.machine);
    put(out, "date", report.date);
    out.Key("versions");
    out.StartArray();
    for (const std::string& version : report.versions) {
        out.String(version.c_str());
    }
    out.EndArray();
    out.Key("settings");
    out.StartObject();
    for (const auto& [name, words] : report.settings) {
        put(out, name.c_str(), words);
    }
    out.EndObject();
    out.Key("missing");
    out.StartObject();
    for (const Missing& missing : report.missing) {
        put(out, missing.name.c_str(), missing.why);
    }
    out.EndObject();
    out.Key("works");
    out.StartArray();
    for (const WorkResult& result : report.works) {
        put(out, result);
    }
    out.EndArray();
    out.Key("findings");
    out.StartArray();
    for (const Finding& finding : report.findings) {
        out.StartObject();
        put(out, "name", finding.name);
        put(out, "what", finding.what);
        put(out, "value", finding.value);
        put(out, "limit", finding.limit);
        out.Key("missed");
        out.Bool(finding.missed);
        out.EndObject();
    }
    out.EndArray();
    out.EndObject();
    return std::string(buffer.GetString()) + "\n";
}

}  // namespace livecam::bench
