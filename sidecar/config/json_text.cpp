#include "sidecar/config/json_text.h"

#include <algorithm>
#include <optional>

#include "sidecar/config/text.h"

namespace livecam::config {
namespace {

std::string_view rule_of(rapidjson::ParseErrorCode code) {
    using namespace rapidjson;
    switch (code) {
        case kParseErrorDocumentEmpty:
            return "holds no JSON value; write an object in { }";
        case kParseErrorDocumentRootNotSingular:
            return "unexpected text after the end of the document; remove it";
        case kParseErrorObjectMissName:
            return "expected a key in double quotes (no comma before the closing brace)";
        case kParseErrorObjectMissColon:
            return "expected a colon after the key";
        case kParseErrorObjectMissCommaOrCurlyBracket:
            return "expected a comma or } after the member";
        case kParseErrorArrayMissCommaOrSquareBracket:
            return "expected a comma or ] after the element";
        case kParseErrorStringUnicodeEscapeInvalidHex:
            return "expected four hexadecimal digits after \\u";
        case kParseErrorStringUnicodeSurrogateInvalid:
            return "half of a surrogate pair; write the character itself";
        case kParseErrorStringEscapeInvalid:
            return "unknown escape; a backslash itself is written \\\\";
        case kParseErrorStringMissQuotationMark:
            return "the string is not closed; end it with a double quote";
        case kParseErrorStringInvalidEncoding:
            return "a raw control character or bad UTF-8 in a string; write it as an escape";
        case kParseErrorNumberTooBig:
            return "the number is too large";
        case kParseErrorNumberMissFraction:
            return "expected a digit after the decimal point";
        case kParseErrorNumberMissExponent:
            return "expected a digit in the exponent";
        default:
            return "expected a value (no comma before a closing bracket, no NaN)";
    }
}

/// A low surrogate that no high one comes before. RapidJSON 1.1 lets it through and makes bytes of
/// it that are not UTF-8. `text` is JSON that was parsed without an error.
std::optional<std::size_t> find_lone_low_surrogate(std::string_view text) {
    const auto half = [&text](std::size_t at, char lowest, char highest) {
        if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u' ||
            (text[at + 2] | 0x20) != 'd') {
            return false;
        }
        const char third = static_cast<char>(text[at + 3] | 0x20);
        return third >= lowest && third <= highest;
    };
    for (std::size_t i = text.find('\\'); i < text.size(); i = text.find('\\', i)) {
        if (half(i, 'c', 'f')) {
            return i;
        }
        const bool high = half(i, '8', '9') || half(i, 'a', 'b');
        i += high ? 12 : 2;
    }
    return std::nullopt;
}

Problem at_offset(std::string_view text, std::size_t offset, std::string_view rule) {
    return {{}, {}, {}, line_column(text, offset) + ": " + std::string(rule)};
}

}  // namespace

Problems parse_json(std::string_view text, Document& out) {
    if (text.empty()) {
        return {{{},
                 {},
                 {},
                 "is empty; write a configuration into it, conf/cameras.json is an example"}};
    }
    if (const auto offset = find_invalid(text)) {
        return {at_offset(text, *offset, "not UTF-8 text; save the file as UTF-8")};
    }
    constexpr unsigned flags =
        rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
    out.Parse<flags>(text.data(), text.size());
    if (!out.HasParseError()) {
        if (const auto offset = find_lone_low_surrogate(text)) {
            return {at_offset(text, *offset,
                              rule_of(rapidjson::kParseErrorStringUnicodeSurrogateInvalid))};
        }
        return {};
    }
    const std::size_t offset = out.GetErrorOffset();
    const std::string_view rest = text.substr(std::min(offset, text.size()));
    if (rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')) {
        return {at_offset(text, offset, "JSON has no comments; remove it")};
    }
    if (rest.empty() && out.GetParseError() != rapidjson::kParseErrorDocumentEmpty) {
        return {at_offset(text, offset, "the document ends too early; is the file complete?")};
    }
    return {at_offset(text, offset, rule_of(out.GetParseError()))};
}

}  // namespace livecam::config
