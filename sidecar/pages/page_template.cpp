#include "sidecar/pages/page_template.h"

#include <algorithm>
#include <cstdlib>

namespace livecam::pages {
namespace {

constexpr int kMaxDepth = 8;  // of partials in partials; more is a partial that contains itself
constexpr std::string_view kSpaces = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// One run over the files of a template; `known` and `asset_link` stay the same in all of them.
struct Loader {
    const TemplateSource& source;
    const std::set<std::string_view>& known;
    const AssetLink& asset_link;

    Expected<std::string> file(const std::string& name, int depth) const;
    Expected<std::string> tag(std::string_view tag, int depth) const;
};

tl::unexpected<Error> fail_at(std::string where, std::string_view text, std::size_t offset,
                              const std::string& what) {
    offset = std::min(offset, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + offset, '\n');
    return fail("html: " + where + ":" + std::to_string(line) + ": " + what);
}

/// What stands for one tag's content: the tag itself, unless it is for us and not for mustache.
Expected<std::string> Loader::tag(std::string_view tag, int depth) const {
    const std::string_view content = trimmed(tag);
    if (content.starts_with('>')) {
        const std::string name{trimmed(content.substr(1))};
        if (depth >= kMaxDepth) {
            return fail("{{> " + name + "}} is nested too deep; does it contain itself?");
        }
        return file("partials/" + name + ".mustache", depth + 1);
    }
    if (content.starts_with("asset ")) {
        return asset_link(std::string{trimmed(content.substr(6))});
    }
    std::string_view name = content;
    if (!name.empty() && std::string_view{"#^/&{"}.find(name.front()) != std::string_view::npos) {
        name = trimmed(name.substr(1));
    }
    if (!content.starts_with('!') && known.count(name) == 0) {
        return fail("{{" + std::string{content} +
                    "}}: there is no such value; html/README.md lists them");
    }
    return "{{" + std::string{tag} + "}}";
}

Expected<std::string> Loader::file(const std::string& name, int depth) const {
    const auto content = source.read(name);
    if (!content) {
        return content;
    }
    const kainjow::mustache::mustache alone{*content};
    if (!alone.is_valid()) {
        const std::string& message = alone.error_message();
        const auto at = message.rfind(" at ");
        const auto offset =
            at == std::string::npos ? 0 : std::strtoul(message.c_str() + at + 4, nullptr, 10);
        return fail_at(source.describe(name), *content, offset, message.substr(0, at));
    }

    std::string text;
    std::size_t position = 0;
    for (;;) {
        const auto begin = content->find("{{", position);
        text.append(*content, position, begin - position);
        if (begin == std::string::npos) {
            break;
        }
        auto end = content->find("}}", begin);
        end += content->compare(end, 3, "}}}") == 0 ? 1 : 0;
        const auto replaced =
            tag(std::string_view{*content}.substr(begin + 2, end - begin - 2), depth);
        if (!replaced) {
            const std::string& message = replaced.error().message;
            // A file further in has said where it is.
            return message.starts_with("html: ")
                       ? tl::unexpected{replaced.error()}
                       : fail_at(source.describe(name), *content, begin, message);
        }
        text += *replaced;
        position = end + 2;
    }
    if (depth > 0 && text.ends_with('\n')) {
        text.pop_back();  // the line that names the partial has its own
    }
    return text;
}

}  // namespace

Expected<PageTemplate> PageTemplate::load(const TemplateSource& source, const std::string& name,
                                          const std::set<std::string_view>& known,
                                          const AssetLink& asset_link) {
    auto text = Loader{source, known, asset_link}.file(name + ".mustache", 0);
    if (!text) {
        return tl::unexpected{text.error()};
    }
    PageTemplate page{std::move(*text)};
    return page;
}

}  // namespace livecam::pages
