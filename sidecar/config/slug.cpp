#include "sidecar/config/slug.h"

namespace livecam::config {
namespace {

// The two letters outside ASCII whose lower case is inside it (UnicodeData.txt: U+0130, U+212A).
constexpr std::string_view kDottedI = "\xC4\xB0";
constexpr std::string_view kKelvin = "\xE2\x84\xAA";

constexpr bool separates(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '_' || c == '-';
}

}  // namespace

std::string slug_of(std::string_view name) {
    std::string slug;
    bool pending = false;
    const auto add = [&](char c) {
        if (pending && !slug.empty()) {
            slug += '-';
        }
        pending = false;
        slug += c;
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            add(c);
        } else if (c >= 'A' && c <= 'Z') {
            add(static_cast<char>(c - 'A' + 'a'));
        } else if (separates(c)) {
            pending = true;
        } else if (name.substr(i).starts_with(kDottedI)) {
            add('i');
        } else if (name.substr(i).starts_with(kKelvin)) {
            add('k');
        }
    }
    return slug;
}

}  // namespace livecam::config
