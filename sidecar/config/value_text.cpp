#include "sidecar/config/value_text.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "sidecar/config/redact.h"
#include "sidecar/config/text.h"

namespace livecam::config {

namespace {

/// Settings whose value, or whose wrongly written value, may be a secret.
bool is_secret(std::string_view key) {
    return key == "password" || key == "auth" || key == "headers" || key == "user";
}

}  // namespace

std::string quoted(std::string_view text, std::string_view key) {
    const bool misplaced = key == "credentials_file" && text.find(':') != std::string_view::npos;
    if (is_secret(key) || misplaced) {
        return "\"…\"";
    }
    const bool address = key == "src" || key == "link" || key == "url" || key == "proxy" ||
                         text.find("://") != std::string_view::npos;
    return '"' + escape(address ? redact_url(text) : std::string(text), 78) + '"';
}

std::string value_text(const Json& value, std::string_view key) {
    if (value.IsString()) {
        return quoted(text_of(value), key);
    }
    if (value.IsObject()) {
        return value.ObjectEmpty() ? "{}" : "{…}";
    }
    if (value.IsArray()) {
        return value.Empty() ? "[]" : "[…]";
    }
    if (is_secret(key)) {
        return "…";
    }
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return buffer.GetString();
}

std::string unknown_value_text(const Json& value) {
    return value.IsString() ? "\"…\"" : value_text(value, {});
}

}  // namespace livecam::config
