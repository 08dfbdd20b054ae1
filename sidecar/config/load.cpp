#include "sidecar/config/load.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iterator>

#include "sidecar/config/build.h"
#include "sidecar/config/checks.h"
#include "sidecar/config/feeds_build.h"
#include "sidecar/config/json_text.h"
#include "sidecar/config/lcc_live.h"
#include "sidecar/config/pointer.h"
#include "sidecar/config/reach_files.h"
#include "sidecar/config/read_file.h"
#include "sidecar/config/schema.h"

namespace livecam::config {
namespace {

constexpr std::size_t kMaxProblems = 1000;

void append(Problems& to, Problems from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Names the file, puts the problems in the document's order and cuts an endless list.
Problems finish(Problems problems, const std::string& name) {
    std::ranges::stable_sort(problems, pointer_less, &Problem::pointer);
    if (problems.size() > kMaxProblems) {
        const std::size_t more = problems.size() - kMaxProblems;
        problems.resize(kMaxProblems);
        problems.push_back({{},
                            {},
                            {},
                            "has " + std::to_string(more) +
                                " more problems; mend these "
                                "first"});
    }
    for (Problem& problem : problems) {
        problem.file = name;
    }
    return problems;
}

/// `directory` is where files named in the text are looked for; null: they are not read.
tl::expected<Config, Problems> convert(std::string_view text, const std::string* directory) {
    Document document;
    Problems problems = parse_json(text, document);
    if (!problems.empty()) {
        return tl::unexpected(std::move(problems));
    }
    bool unsafe = false;
    problems = check_structure(document, &unsafe);
    if (unsafe) {
        return tl::unexpected(std::move(problems));
    }
    const Origin origin = is_lcc_live(document) ? convert_lcc_live(document) : Origin{};
    append(problems, check_schema(document));
    append(problems, check_formats(document));
    Config config = build(document);
    origin.restore_kinds(config);
    append(problems, check_rules(config, origin));
    append(problems, check_feeds(config));
    if (problems.empty() && directory != nullptr) {
        problems = read_reach_files(config, *directory);
        append(problems, read_feed_keys(config, *directory));
    }
    if (problems.empty()) {
        return config;
    }
    for (Problem& problem : problems) {
        problem.pointer = origin.pointer(problem.pointer);
    }
    return tl::unexpected(std::move(problems));
}

tl::expected<Config, Problems> parse(std::string_view text, const std::string& name,
                                     const std::string* directory) {
    try {
        return convert(text, directory).map_error([&](Problems p) {
            return finish(std::move(p), name);
        });
    } catch (const std::exception& error) {
        // RapidJSON and valijson throw on what they do not expect; a file must not end livecamd.
        return tl::unexpected(finish(
            {{{},
              {},
              {},
              std::string("cannot be validated: ") + error.what() + "; please report this file"}},
            name));
    }
}

}  // namespace

std::string Problem::line() const {
    std::string out = file + ": ";
    if (!pointer.empty()) {
        out += pointer + ": ";
    }
    if (!value.empty()) {
        out += value + ": ";
    }
    return out + rule;
}

tl::expected<Config, Problems> parse(std::string_view text, const std::string& name) {
    return parse(text, name, nullptr);
}

tl::expected<Config, Problems> load(const std::string& path) {
    const auto text = read_file(path);
    if (!text) {
        return tl::unexpected(finish({{{}, {}, {}, text.error()}}, path));
    }
    std::string directory = std::filesystem::path(path).parent_path();
    directory = directory.empty() ? "." : directory;
    return parse(*text, path, &directory);
}

}  // namespace livecam::config
