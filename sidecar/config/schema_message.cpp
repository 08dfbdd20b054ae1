#include "sidecar/config/schema_message.h"

#include "sidecar/config/pointer.h"
#include "sidecar/config/reach_format.h"
#include "sidecar/config/schema.h"
#include "sidecar/config/suggest.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

struct Place {
    const Json* value;
    const Json* schema;
    std::string pointer;
    std::string key;
};

/// Walks document and schema side by side; keys come from valijson, so each step exists.
Place find(const Json& document, const std::vector<std::string>& keys) {
    Place place{&document, &schema_document(), "", ""};
    for (const std::string& key : keys) {
        const bool array = place.value->IsArray();
        place.pointer = child(place.pointer, key);
        place.key = key;
        place.value = array ? &(*place.value)[static_cast<rapidjson::SizeType>(std::stoul(key))]
                            : member(*place.value, key);
        const Json* properties = array ? nullptr : member(*place.schema, "properties");
        place.schema = array ? member(*place.schema, "items") : member(*properties, key);
        if (place.value == nullptr || place.schema == nullptr) {
            throw std::logic_error("valijson reports a place that does not exist: " +
                                   place.pointer);
        }
        place.schema = &resolve(*place.schema);
    }
    return place;
}

std::string format_of(const Json& schema) {
    const Json* format = format_in(schema);
    return format != nullptr ? std::string(text_of(*format)) : std::string{};
}

std::string join(const Json& values) {
    std::string out;
    for (const Json& value : values.GetArray()) {
        out += (out.empty() ? "" : ", ") + value_text(value, {});
    }
    return out;
}

void add_unknown_keys(const Place& place, Problems& problems) {
    const Json* properties = member(*place.schema, "properties");
    std::vector<std::string_view> known;
    for (const auto& entry : properties->GetObject()) {
        if (member(*place.value, text_of(entry.name)) == nullptr) {
            known.push_back(text_of(entry.name));
        }
    }
    for (const auto& entry : place.value->GetObject()) {
        const std::string_view key = text_of(entry.name);
        if (member(*properties, key) != nullptr) {
            continue;
        }
        const std::string_view near = nearest(key, known);
        problems.push_back(
            {{},
             child(place.pointer, key),
             unknown_value_text(entry.value),
             near.empty() ? "is not a known key; remove it"
                          : "is not a known key; did you mean \"" + std::string(near) + "\"?"});
    }
}

bool has_type(const Json& value, std::string_view type) {
    return (type == "string" && value.IsString()) || (type == "object" && value.IsObject()) ||
           (type == "array" && value.IsArray()) || (type == "boolean" && value.IsBool()) ||
           (type == "integer" && (value.IsInt64() || value.IsUint64()));
}

std::string missing(std::string_view description) {
    const std::size_t begin = description.find('\'') + 1;
    const std::string_view key = description.substr(begin, description.rfind('\'') - begin);
    return "has no \"" + std::string(key) + "\"; add it";
}

std::string length_rule(const Json& schema) {
    if (const Json* max = member(schema, "maxLength")) {
        return "must have at most " + std::to_string(max->GetInt()) + " characters; shorten it";
    }
    return "has a wrong length";
}

}  // namespace

std::string expectation(const Json& schema) {
    const std::string format = format_of(schema);
    if (format == "livecam-duration") {
        return "must be a duration in quotes, such as \"3s\" (units ms, s, m, h)";
    }
    if (format == "livecam-duration-or-auto") {
        return "must be a duration in quotes, such as \"3s\" (units ms, s, m, h), or \"auto\"";
    }
    if (format == "livecam-size") {
        return "must be a size, such as \"10M\" (units K, M, G) or a number of bytes";
    }
    if (format == "livecam-size-or-auto") {
        return "must be a size, such as \"512M\" (units K, M, G), a number of bytes, or \"auto\"";
    }
    if (format == "livecam-tls") {
        return tls_expectation();
    }
    if (const Json* values = member(schema, "enum")) {
        return (values->Size() == 1 ? "must be " : "must be one of ") + join(*values);
    }
    const std::string_view type = text_of(*member(schema, "type"));
    if (type == "integer") {
        return "must be an integer from " + value_text(*member(schema, "minimum"), {}) + " to " +
               value_text(*member(schema, "maximum"), {});
    }
    if (type == "boolean") {
        return "must be true or false, without quotes";
    }
    return type == "string"   ? "must be a string in quotes"
           : type == "number" ? "must be a number, without quotes"
           : type == "array"  ? "must be an array in [ ]"
                              : "must be an object in { }";
}

void add_schema_problem(const Json& document, const std::vector<std::string>& keys,
                        std::string_view description, Problems& problems) {
    if (description.starts_with("Failed to validate")) {
        return;
    }
    const Place place = find(document, keys);
    const auto add = [&](std::string rule) {
        problems.push_back(
            {{}, place.pointer, value_text(*place.value, place.key), std::move(rule)});
    };
    if (description.starts_with("Object contains a property")) {
        add_unknown_keys(place, problems);
    } else if (description.starts_with("Missing required property")) {
        add(missing(description));
    } else if (description.starts_with("Failed to match against any enum")) {
        // A wrong type is reported by the type rule, in the same words.
        if (has_type(*place.value, text_of(*member(*place.schema, "type")))) {
            add(expectation(*place.schema));
        }
    } else if (description.starts_with("Value type not permitted") ||
               description.starts_with("Expected number")) {
        add(expectation(*place.schema));
    } else if (description.starts_with("String should be no fewer") ||
               description.starts_with("Array should contain no fewer")) {
        add("must not be empty");
    } else if (description.starts_with("String should be no more")) {
        add(length_rule(*place.schema));
    } else {
        add(std::string(description));
    }
}

}  // namespace livecam::config
