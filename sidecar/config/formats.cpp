// Walks document and schema side by side and checks what has a format.
#include "sidecar/config/format.h"
#include "sidecar/config/pointer.h"
#include "sidecar/config/schema.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

// As deep as the schema, not as the document.
void walk(const Json& value, const Json& reference, const std::string& pointer,
          std::string_view key, Problems& problems) {
    const Json& schema = resolve(reference);
    if (const Json* format = format_in(schema)) {
        std::string rule = check_format(text_of(*format), value, schema);
        if (!rule.empty()) {
            problems.push_back({{}, pointer, value_text(value, key), std::move(rule)});
        }
    }
    const Json* properties = member(schema, "properties");
    if (value.IsObject() && properties != nullptr) {
        for (const auto& entry : value.GetObject()) {
            const std::string_view name = text_of(entry.name);
            if (const Json* sub = member(*properties, name)) {
                walk(entry.value, *sub, child(pointer, name), name, problems);
            }
        }
    }
    const Json* items = member(schema, "items");
    if (value.IsArray() && items != nullptr) {
        std::size_t index = 0;
        for (const Json& element : value.GetArray()) {
            walk(element, *items, child(pointer, index++), {}, problems);
        }
    }
}

}  // namespace

Problems check_formats(const Json& document) {
    Problems problems;
    walk(document, schema_document(), "", {}, problems);
    return problems;
}

}  // namespace livecam::config
