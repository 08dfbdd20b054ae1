#include "sidecar/feeds/balanced.h"

namespace livecam::feeds {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) {
        ++at;
    }
    return at;
}

std::string_view balanced(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') {
                ++i;
            } else {
                quoted = c != '"';
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return text.substr(0, i + 1);
        }
    }
    return {};
}

}  // namespace

std::string_view assigned_object(std::string_view page, std::string_view name) {
    for (std::size_t at = page.find(name); at != std::string_view::npos;
         at = page.find(name, at + 1)) {
        std::size_t next = skip_spaces(page, at + name.size());
        if (next >= page.size() || page[next] != '=') {
            continue;
        }
        next = skip_spaces(page, next + 1);
        if (next < page.size() && page[next] == '{') {
            return balanced(page.substr(next));
        }
    }
    return {};
}

std::string without_tags(std::string_view html) {
    std::string text;
    bool in_tag = false;
    bool space = false;
    for (const char c : html) {
        if (c == '<' || (in_tag && c == '>')) {
            in_tag = c == '<';
            space = true;
        } else if (is_space(c)) {
            space = true;
        } else if (!in_tag) {
            if (space && !text.empty()) {
                text += ' ';
            }
            text += c;
            space = false;
        }
    }
    return text;
}

}  // namespace livecam::feeds
