// What cameras send instead of a picture: a login page, an error page, JSON, a drawing that could
// run scripts (SVG is refused on purpose).
#include <algorithm>
#include <string_view>

#include "sidecar/picture/formats.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

/// How far a name is looked for: a doctype, a comment and an XML declaration fit in.
constexpr std::size_t kLookedAt = 1024;

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Position of a lower-case word, ignoring the text's case; npos when absent.
std::size_t find_word(std::string_view text, std::string_view word) noexcept {
    const auto found = std::search(text.begin(), text.end(), word.begin(), word.end(),
                                   [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

std::string_view without_lead(std::string_view text) noexcept {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\f\v"), text.size()));
    return text;
}

const char* name_markup(std::string_view text) noexcept {
    const std::size_t svg = std::min(find_word(text, "<svg"), find_word(text, "<!doctype svg"));
    const std::size_t html = std::min({find_word(text, "<html"), find_word(text, "<!doctype html"),
                                       find_word(text, "<head"), find_word(text, "<body")});
    // A page may contain a drawing and a drawing's foreignObject a page: the outer one comes first.
    if (svg != html) {
        return svg < html ? "SVG" : "HTML";
    }
    return text.substr(0, 5) == "<?xml" ? "XML" : "HTML";
}

bool is_text(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || (byte >= 0x09 && byte <= 0x0D);
    });
}

std::string_view start_of(Bytes bytes) noexcept {
    return without_lead(
        {reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kLookedAt)});
}

}  // namespace

bool is_markup(Bytes bytes) noexcept {
    const std::string_view start = start_of(bytes);
    return start.substr(0, 1) == "<" || (start.empty() && bytes.size() > kLookedAt);
}

Inspection name_other(Bytes bytes) noexcept {
    const std::string_view text = start_of(bytes);
    if (text.substr(0, 1) == "<") {
        return wrong_type(name_markup(text));
    }
    if (text.empty()) {
        return wrong_type("only white space");
    }
    return wrong_type(is_text(text) ? "text" : "not a picture");
}

}  // namespace livecam::picture
