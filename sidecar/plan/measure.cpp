#include "sidecar/plan/measure.h"

#include <algorithm>
#include <set>

#include "shared/store_budget.h"
#include "sidecar/pages/compress.h"
#include "sidecar/pages/renderer.h"
#include "sidecar/publish/edition.h"
#include "sidecar/publish/publisher.h"
#include "sidecar/publish/store_options.h"
#include "sidecar/publish/wall.h"

namespace livecam::plan {
namespace {

std::uint64_t cost_of(const pages::Body& body) {
    std::uint64_t cost = frame_cost(body.content.size());
    if (body.compress) {
        const pages::Variants variants = pages::compress(body.content, pages::effort_for(body));
        cost += frame_cost(variants.gzip.size()) + frame_cost(variants.brotli.size());
    }
    return cost;
}

void add(const pages::Body& body, std::set<std::string>& headers, Question& question) {
    std::uint64_t cost = cost_of(body);
    // Bodies with the same headers share one frame of them.
    const std::string lines = publish::header_lines(body);
    if (headers.insert(lines).second) {
        cost += frame_cost(lines.size());
    }
    question.page_bytes += cost;
    question.largest_page = std::max(question.largest_page, cost);
}

}  // namespace

pages::Snapshot full_wall(const config::Config& config) {
    pages::Snapshot snapshot;
    snapshot.now_ms = 1'700'000'000'000;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (publish::is_fetched(camera)) {
                pages::CameraView& view = snapshot.cameras[camera.slug];
                view.state = CameraState::kLive;
                view.etag = std::hash<std::string>{}(camera.slug) | 1;
                view.changed_at = view.captured_at = snapshot.now_ms - 1000;
                view.stale_at = snapshot.now_ms + 60'000;
                view.width = 1920;
                view.height = 1080;
                view.period_ms = static_cast<std::uint32_t>(camera.interval.count());
            }
        }
    }
    return snapshot;
}

Expected<Question> measure(const config::Config& config) {
    auto renderer = pages::Renderer::create(config, pages::TemplateSource::embedded());
    if (!renderer) {
        return tl::unexpected(renderer.error());
    }
    Question question;
    question.store = publish::store_options(config);
    question.drafts = publish::kMaxQueue + static_cast<std::uint64_t>(config.fetch.threads);
    question.interval_ms = config.fetch.interval.count();
    for (const config::Group& group : config.groups) {
        question.cameras += static_cast<std::uint64_t>(
            std::count_if(group.cameras.begin(), group.cameras.end(), publish::is_fetched));
    }
    std::set<std::string> headers{""};
    publish::for_each_body(*renderer, full_wall(config),
                           [&](const pages::Body& body) { add(body, headers, question); });
    return question;
}

}  // namespace livecam::plan
