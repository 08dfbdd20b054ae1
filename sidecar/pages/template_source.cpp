#include "sidecar/pages/template_source.h"

#include <cerrno>
#include <cstdio>
#include <memory>

#include "html_files.h"

namespace livecam::pages {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

Expected<std::string> read_file(const std::string& path) {
    errno = 0;
    const std::unique_ptr<std::FILE, CloseFile> file{std::fopen(path.c_str(), "rbe")};
    std::string content;
    if (file) {
        char buffer[16384];
        std::size_t got = 0;
        while ((got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
            content.append(buffer, got);
        }
        if (std::ferror(file.get()) == 0) {
            return content;
        }
    }
    return fail_errno("html: cannot read " + path + "; --html needs a directory like html/", errno);
}

/// Names come from templates: they stay below the directory.
bool is_plain(std::string_view name) {
    return !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

}  // namespace

Expected<std::string> TemplateSource::read(std::string_view name) const {
    if (!is_plain(name)) {
        return fail("html: \"" + std::string{name} + "\" is not the name of a file below html/");
    }
    if (!directory_.empty()) {
        return read_file(describe(name));
    }
    const auto content = html::file(name);
    if (!content) {
        return fail("html: " + describe(name) + " is not built into this binary");
    }
    return std::string{*content};
}

std::string TemplateSource::describe(std::string_view name) const {
    std::string path = directory_.empty() ? "html" : directory_;
    if (path.back() != '/') {
        path += '/';
    }
    return path.append(name);
}

}  // namespace livecam::pages
