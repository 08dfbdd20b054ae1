// The only file that includes valijson: it is slow to compile.
#include "sidecar/config/schema.h"

// RapidJSON is included by now, with our assertion; valijson would warn that it wants to set one.
#undef RAPIDJSON_ASSERT

#include <memory>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "embedded/conf.h"
#include "sidecar/config/schema_message.h"

namespace livecam::config {
namespace {

using Adapter = valijson::adapters::GenericRapidJsonAdapter<Json>;

Document parse_embedded() {
    const std::string_view text = embedded::conf::file("schema.json").value();
    Document document;
    document.Parse(text.data(), text.size());
    if (document.HasParseError()) {
        throw std::logic_error("conf/schema.json is not JSON");
    }
    return document;
}

const valijson::Schema& schema() {
    static const auto parsed = [] {
        auto result = std::make_unique<valijson::Schema>();
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(Adapter(schema_document()), *result);
        return result;
    }();
    return *parsed;
}

/// valijson writes a path as "<root>", "[groups]", "[0]".
std::vector<std::string> keys_of(const std::vector<std::string>& context) {
    std::vector<std::string> keys;
    for (std::size_t i = 1; i < context.size(); ++i) {
        keys.push_back(context[i].substr(1, context[i].size() - 2));
    }
    return keys;
}

}  // namespace

const Json& schema_document() {
    static const Document document = parse_embedded();
    return document;
}

const Json& resolve(const Json& schema) {
    constexpr std::string_view kDefinitions = "#/definitions/";
    const Json* reference = member(schema, "$ref");
    if (reference == nullptr) {
        return schema;
    }
    const std::string_view name = text_of(*reference);
    const Json* definitions = member(schema_document(), "definitions");
    const Json* found = name.starts_with(kDefinitions) && definitions != nullptr
                            ? member(*definitions, name.substr(kDefinitions.size()))
                            : nullptr;
    if (found == nullptr) {
        throw std::logic_error("conf/schema.json refers to nothing: " + std::string(name));
    }
    return *found;
}

const Json* format_in(const Json& schema) {
    const Json* format = member(schema, "format");
    return format != nullptr ? format : member(schema, "x-format");
}

Problems check_schema(const Json& document) {
    valijson::Validator validator;
    valijson::ValidationResults results;
    Problems problems;
    if (validator.validate(schema(), Adapter(document), &results)) {
        return problems;
    }
    for (const auto& error : results) {
        add_schema_problem(document, keys_of(error.context), error.description, problems);
    }
    return problems;
}

}  // namespace livecam::config
