#include "sidecar/fetch/pool.h"

#include <algorithm>
#include <functional>

namespace livecam::fetch {
namespace {

bool is_fetched(const config::Camera& camera) noexcept {
    return camera.enabled && camera.kind != config::CameraKind::kIframe;
}

}  // namespace

Pool::Pool(const config::Fetch& settings, const std::vector<config::Camera>& cameras,
           const Known& known, int frames_dir, Sink sink, Resolver::Lookup lookup)
    : sink_(std::move(sink)),
      first_round_(std::count_if(cameras.begin(), cameras.end(), is_fetched)),
      resolver_(std::move(lookup)) {
    for (const auto& [slug, content] : known) {
        set_known(slug, content);
    }
    for (int i = 0; i < std::max(1, settings.threads); ++i) {
        workers_.push_back(
            std::make_unique<Worker>(i, Surroundings{frames_dir, sink_, resolver_, counters_}));
    }
    assign(settings, cameras, true);
}

Pool::~Pool() {
    stop();
}

void Pool::apply(const config::Fetch& settings, const std::vector<config::Camera>& cameras) {
    if (!workers_.empty()) {
        assign(settings, cameras, false);
    }
}

void Pool::assign(const config::Fetch& settings, const std::vector<config::Camera>& cameras,
                  bool first) {
    const std::lock_guard lock(known_mutex_);
    std::vector<Assignment> assignments(workers_.size());
    for (Assignment& assignment : assignments) {
        assignment.settings = settings;
    }
    owners_.clear();
    for (const config::Camera& camera : cameras) {
        if (!is_fetched(camera)) {
            continue;
        }
        KnownPicture& known = known_[camera.slug];
        if (!known) {
            known = std::make_shared<std::atomic<std::uint64_t>>(0);
        }
        auto access = std::make_shared<const Access>(access_of(camera));
        const std::size_t owner = std::hash<std::string>{}(access->origin) % workers_.size();
        owners_[camera.slug] = owner;
        assignments[owner].targets.push_back(
            {.slug = camera.slug,
             .access = std::move(access),
             .source = source_version(camera),
             .interval = camera.interval,
             .learns_interval = camera.learns_interval,
             .limits = {camera.min_interval, camera.max_interval},
             .known = known,
             .first = first ? std::make_unique<FirstAttempt>(first_round_) : nullptr});
    }
    // A camera that comes back later begins afresh: its picture will be gone by then.
    std::erase_if(known_, [&](const auto& entry) { return !owners_.contains(entry.first); });
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        workers_[i]->assign(std::move(assignments[i]));
    }
}

void Pool::fetch_documents(const std::vector<Document>& documents) {
    const std::lock_guard lock(known_mutex_);
    if (workers_.empty()) {
        return;
    }
    std::vector<Assignment> assignments(workers_.size());
    std::unordered_map<std::string, KnownPicture> known;
    for (const Document& document : documents) {
        config::Camera camera;
        camera.src = document.address;
        camera.reach = document.reach;
        auto access = std::make_shared<Access>(access_of(camera));
        access->secrets.insert(access->secrets.end(), document.secrets.begin(),
                               document.secrets.end());
        const std::size_t owner = std::hash<std::string>{}(access->origin) % workers_.size();
        const std::uint64_t source = source_version(document);
        // Another address has another document: its bytes are news even if they are the same.
        KnownPicture& bytes = known_documents_[document.name + ' ' + std::to_string(source)];
        if (!bytes) {
            bytes = std::make_shared<std::atomic<std::uint64_t>>(0);
        }
        known[document.name + ' ' + std::to_string(source)] = bytes;
        assignments[owner].targets.push_back({.slug = document.name,
                                              .access = std::move(access),
                                              .source = source,
                                              .interval = document.interval,
                                              .known = bytes,
                                              .document = document.limits});
    }
    known_documents_ = std::move(known);
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        workers_[i]->assign(std::move(assignments[i]));
    }
}

void Pool::set_known(const std::string& slug, std::uint64_t content) {
    const std::lock_guard lock(known_mutex_);
    KnownPicture& known = known_[slug];
    if (!known) {
        known = std::make_shared<std::atomic<std::uint64_t>>(content);
    } else {
        known->store(content, std::memory_order_relaxed);
    }
}

void Pool::looked(const std::vector<std::string>& slugs) {
    const std::lock_guard lock(known_mutex_);
    std::vector<std::vector<std::string>> parts(workers_.size());
    for (const std::string& slug : slugs) {
        if (const auto owner = owners_.find(slug); owner != owners_.end() && !parts.empty()) {
            parts[owner->second].push_back(slug);
        }
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].empty()) {
            workers_[i]->looked(parts[i]);
        }
    }
}

std::vector<std::uint64_t> Pool::rounds() const {
    std::vector<std::uint64_t> rounds;
    for (const auto& worker : workers_) {
        rounds.push_back(worker->rounds());
    }
    return rounds;
}

void Pool::stop() {
    for (const auto& worker : workers_) {
        worker->request_stop();
    }
    resolver_.stop();  // its threads tell the workers what they find
    const std::lock_guard lock(known_mutex_);
    workers_.clear();
}

}  // namespace livecam::fetch
