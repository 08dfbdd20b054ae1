#include "sidecar/pages/assets.h"

#include <span>
#include <string_view>

#include "shared/hash.h"
#include "sidecar/pages/hex.h"

namespace livecam::pages {
namespace {

constexpr std::uint32_t kYearSeconds = 31536000;
constexpr int kMaxDepth = 8;  // of imports in imports; more is a script that imports itself
constexpr std::string_view kImport = "\"./";

struct Type {
    std::string_view extension;
    std::string_view content_type;
    bool text;
};

constexpr Type kTypes[] = {
    {".css", "text/css; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".json", "application/json; charset=utf-8", true},
    {".webmanifest", "application/manifest+json", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".ico", "image/x-icon", false},
};

constexpr Type kUnknown{"", "application/octet-stream", false};

const Type& type_of(std::string_view name) {
    for (const Type& type : kTypes) {
        if (name.ends_with(type.extension)) {
            return type;
        }
    }
    return kUnknown;
}

}  // namespace

std::string content_type_of(std::string_view name) {
    return std::string{type_of(name).content_type};
}

std::string fingerprinted_path(std::string_view name, std::string_view content) {
    const std::string hash = hex16(content_hash(std::as_bytes(std::span{content}))).substr(0, 8);
    const std::size_t dot = name.rfind('.');
    std::string path = "/s/" + std::string{name.substr(0, dot)} + "." + hash;
    return dot == std::string_view::npos ? path : path.append(name.substr(dot));
}

Expected<std::string> Assets::with_imports(const std::string& name, const std::string& script,
                                           int depth) {
    if (depth >= kMaxDepth) {
        return fail("html: " + source_.describe(name) +
                    ": imports are nested too deep; does it import itself?");
    }
    std::string text;
    std::size_t position = 0;
    for (;;) {
        const std::size_t begin = script.find(kImport, position);
        const std::size_t end = begin == std::string::npos ? begin : script.find('"', begin + 1);
        if (end == std::string::npos) {
            return text.append(script, position);
        }
        const std::size_t imported = begin + kImport.size();
        const auto found = path(script.substr(imported, end - imported), depth + 1);
        if (!found) {
            return found;
        }
        text.append(script, position, imported - position);
        text.append(*found, found->rfind('/') + 1);
        position = end;
    }
}

Expected<std::string> Assets::path(const std::string& name, int depth) {
    const auto known = bodies_.find(name);
    if (known != bodies_.end()) {
        return known->second.path;
    }
    auto content = source_.read(name);
    if (content && name.ends_with(".mjs")) {
        content = with_imports(name, *content, depth);
    }
    if (!content) {
        return tl::unexpected{content.error()};
    }
    const Type& type = type_of(name);
    Body body;
    body.path = fingerprinted_path(name, *content);
    body.content_type = type.content_type;
    body.max_age_s = kYearSeconds;
    body.flags = kFlagImmutable;
    body.compress = type.text;
    body.content = std::move(*content);
    return bodies_.emplace(name, std::move(body)).first->second.path;
}

std::vector<Body> Assets::bodies() const {
    std::vector<Body> all;
    for (const auto& [name, body] : bodies_) {
        all.push_back(body);
    }
    return all;
}

}  // namespace livecam::pages
