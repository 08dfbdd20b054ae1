#include "sidecar/app/reload.h"

#include <utility>

#include "sidecar/ops/log.h"

namespace livecam::app {
namespace {

/// What only a restart changes.
std::vector<std::string> notes(const config::Settings& old, const config::Settings& next) {
    std::vector<std::string> lines;
    const auto note = [&lines](bool differs, const char* setting) {
        if (differs) {
            lines.push_back(std::string(setting) + " changed and takes effect at the next start");
        }
    };
    note(old.store.path != next.store.path, "store.path");
    note(old.store.max_bytes != next.store.max_bytes, "store.max_bytes");
    note(old.store.keep != next.store.keep, "store.keep");
    note(old.fetch.threads != next.fetch.threads, "fetch.threads");
    return lines;
}

Verdict refused(std::vector<std::string> errors) {
    for (const std::string& line : errors) {
        ops::error(line);
    }
    ops::error("reload refused, the old configuration stays in force");
    return {false, std::move(errors)};
}

}  // namespace

std::vector<config::Camera> all_cameras(const config::Config& config) {
    std::vector<config::Camera> cameras;
    for (const config::Group& group : config.groups) {
        cameras.insert(cameras.end(), group.cameras.begin(), group.cameras.end());
    }
    return cameras;
}

tl::expected<config::Config, config::Problems> load_config(const Arguments& arguments) {
    auto config = config::load(arguments.config);
    if (config && !arguments.store.empty()) {
        config->store.path = arguments.store;
    }
    if (config) {
        config->pages.cached = !arguments.dev;
    }
    return config;
}

pages::TemplateSource template_source(const Arguments& arguments) {
    return arguments.html.empty() ? pages::TemplateSource::embedded()
                                  : pages::TemplateSource::directory(arguments.html);
}

Verdict Reloader::reload() {
    const std::lock_guard lock(mutex_);
    const std::int64_t read_at = publish::now_ms();
    auto next = load_config(arguments_);
    if (!next) {
        std::vector<std::string> errors;
        for (const config::Problem& problem : next.error()) {
            errors.push_back(problem.line());
        }
        return refused(std::move(errors));
    }
    auto renderer = pages::Renderer::create(*next, template_source(arguments_));
    if (!renderer) {
        return refused({renderer.error().message});
    }
    // The dry run: everything is rendered before anything of the old wall is touched.
    const publish::Publisher::Present present = publisher_.present();
    publish::Edition edition =
        publish::make_edition(std::move(*renderer), present.snapshot, present.published);
    const auto applied = publisher_.call(
        [&](publish::Publisher& publisher) { return publisher.apply(*next, std::move(edition)); });
    if (!applied) {
        return refused({applied.error().message});
    }
    pool_.apply(next->fetch, all_cameras(*next));
    feeds_.apply(*next);
    Verdict verdict{true, notes(current_, *next)};
    verdict.lines.insert(verdict.lines.end(), next->warnings.begin(), next->warnings.end());
    current_ = std::move(*next);
    read_at_ = read_at;
    ops::set_up_log(current_.log);
    ops::info("reloaded", {{"config", arguments_.config}});
    for (const std::string& line : verdict.lines) {
        ops::warn(line);
    }
    return verdict;
}

}  // namespace livecam::app
