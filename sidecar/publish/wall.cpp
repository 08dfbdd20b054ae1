#include "sidecar/publish/wall.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "shared/store_budget.h"
#include "sidecar/publish/rhythm.h"

namespace livecam::publish {
bool is_fetched(const config::Camera& camera) {
    return camera.enabled && camera.kind != config::CameraKind::kIframe;
}

std::string picture_path(std::string_view slug) {
    return "/image/" + std::string(slug);
}

Expected<void> Wall::prepare(const config::Config& config) {
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (!is_fetched(camera)) {
                continue;
            }
            if (auto entry = store_.ensure(picture_path(camera.slug)); !entry) {
                return tl::unexpected(entry.error());
            }
        }
    }
    return {};
}

std::uint64_t Wall::freed_by(const config::Config& config) const {
    std::unordered_set<std::string_view> stay;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (is_fetched(camera)) {
                stay.insert(camera.slug);
            }
        }
    }
    std::uint64_t freed = 0;
    for (const auto& [slug, camera] : cameras_) {
        const Descriptor& descriptor = store_.descriptor(camera.entry);
        for (std::size_t i = 0; !stay.contains(slug) && i < descriptor.frame_count; ++i) {
            freed += frame_cost(descriptor.frames[i].length);
        }
    }
    return freed;
}

Expected<void> Wall::apply(const config::Config& config, const std::string& placeholder) {
    if (!placeholder.empty()) {
        const auto entry = store_.ensure(placeholder);
        if (!entry) {
            return tl::unexpected(entry.error());
        }
        placeholder_ = *entry;
    }
    std::unordered_map<std::string, Camera> next;
    std::uint64_t group_bit = 1;
    for (const config::Group& group : config.groups) {
        for (const config::Camera& camera : group.cameras) {
            if (!is_fetched(camera)) {
                continue;
            }
            const auto entry = store_.ensure(picture_path(camera.slug));
            if (!entry) {
                return tl::unexpected(entry.error());
            }
            Descriptor descriptor = store_.descriptor(*entry);
            if (descriptor.kind != Kind::kFrames) {
                descriptor = {};
                descriptor.kind = Kind::kFrames;
                descriptor.groups = group_bit;
                store_.publish_kind(*entry, descriptor);
            } else if (descriptor.groups != group_bit) {
                descriptor.groups = group_bit;
                store_.publish_check(*entry, descriptor);
            }
            next[camera.slug] = {*entry,
                                 fetch::source_version(camera),
                                 camera.interval.count(),
                                 camera.on_down,
                                 config.fetch.down_after.count(),
                                 std::string(detail(camera.slug)),
                                 next_due_at(camera.slug)};
        }
        group_bit <<= 1;  // groups after the 64th have no bit: filters then read the pages' JSON
    }
    for (std::uint32_t entry = 0; entry < store_.entry_count(); ++entry) {
        const Descriptor& descriptor = store_.descriptor(entry);
        const std::string_view key = store_.key(entry);
        const bool ours = descriptor.kind == Kind::kFrames && key.starts_with(picture_path(""));
        if (ours && !next.contains(std::string(key.substr(picture_path("").size())))) {
            store_.remove(entry);
        }
    }
    cameras_ = std::move(next);
    return {};
}

void Wall::withhold(const Camera& camera, Descriptor& next, std::int64_t now_ms) const {
    next.status = 0;
    next.target = layout::kAnyEntry;
    const bool long_down = state_of(next.freshness(), now_ms, true) == CameraState::kDown &&
                           now_ms - next.checked_at >= camera.down_after_ms;
    if (long_down && camera.on_down == config::OnDown::kPlaceholder) {
        next.target = placeholder_;
    } else if (long_down && camera.on_down == config::OnDown::kUnavailable) {
        next.status = 503;
    }
}

bool Wall::tend(std::int64_t now_ms) {
    bool changed = false;
    for (const auto& [slug, camera] : cameras_) {
        const Descriptor& old = store_.descriptor(camera.entry);
        Descriptor next = old;
        withhold(camera, next, now_ms);
        if (next.status != old.status || next.target != old.target) {
            store_.publish_check(camera.entry, next);
            changed = true;
        }
    }
    return changed;
}

fetch::Pool::Known Wall::known() const {
    fetch::Pool::Known known;
    for (const auto& [slug, camera] : cameras_) {
        const Descriptor& descriptor = store_.descriptor(camera.entry);
        if (descriptor.has_picture()) {
            known[slug] = descriptor.frames[0].etag;
        }
    }
    return known;
}

Wall::Verdict Wall::accept(const fetch::Attempt& attempt) {
    const auto found = cameras_.find(attempt.slug);
    if (found == cameras_.end() || found->second.source != attempt.source) {
        return {};
    }
    Camera& camera = found->second;
    if (attempt.outcome == fetch::Outcome::kChanged) {
        return publish(camera, attempt);
    }
    const Descriptor& old = store_.descriptor(camera.entry);
    const Reason old_reason = old.reason;
    Descriptor next = old;
    next.http_status = static_cast<std::uint16_t>(attempt.http_status);
    if (attempt.outcome == fetch::Outcome::kUnchanged) {
        on_unchanged(next, attempt.finished_at, interval_of(camera, attempt), attempt.next_due_at);
    } else {
        on_failure(next, attempt.reason, interval_of(camera, attempt), attempt.next_due_at);
    }
    learn_period(next, attempt.period_ms);
    camera.detail = attempt.detail;
    camera.next_due_at = attempt.next_due_at;
    withhold(camera, next, attempt.finished_at);
    const bool visible =
        old_reason != next.reason || old.status != next.status || old.target != next.target;
    store_.publish_check(camera.entry, next);
    return {Accepted::kState, visible, {}};
}

/// A learned interval moves, and so does that of a camera nobody looks at.
std::int64_t Wall::interval_of(const Camera& camera, const fetch::Attempt& attempt) {
    return attempt.interval_ms > 0 ? attempt.interval_ms : camera.interval_ms;
}

Wall::Verdict Wall::publish(Camera& camera, const fetch::Attempt& attempt) {
    Descriptor next = store_.descriptor(camera.entry);
    next.http_status = static_cast<std::uint16_t>(attempt.http_status);
    FrameRef frame = attempt.frame;
    if (next.has_picture() && next.frames[0].etag == frame.etag) {
        // Its frame was lost: what is published again is not news.
        on_unchanged(next, attempt.finished_at, interval_of(camera, attempt), attempt.next_due_at);
        frame.changed_at = next.frames[0].changed_at;
    } else {
        on_change(next, attempt.finished_at, interval_of(camera, attempt), attempt.next_due_at);
        frame.changed_at = attempt.finished_at;
    }
    learn_period(next, attempt.period_ms);
    camera.detail.clear();
    camera.next_due_at = attempt.next_due_at;
    next.status = 0;
    next.target = layout::kAnyEntry;
    if (auto done = store_.publish_picture(camera.entry, attempt.draft, frame, next); !done) {
        Descriptor failed = store_.descriptor(camera.entry);
        on_failure(failed, Reason::kStoreFull, interval_of(camera, attempt), attempt.next_due_at);
        store_.publish_check(camera.entry, failed);
        camera.detail = done.error().message;
        return {Accepted::kDropped, true, done.error().message};
    }
    return {Accepted::kPicture, true, {}};
}

pages::Snapshot Wall::snapshot(std::int64_t now_ms) const {
    pages::Snapshot snapshot;
    snapshot.now_ms = now_ms;
    for (const auto& [slug, camera] : cameras_) {
        const Descriptor& d = store_.descriptor(camera.entry);
        pages::CameraView& view = snapshot.cameras[slug];
        view.state = state_of(d.freshness(), now_ms, true);
        view.reason = d.reason;
        view.period_ms = d.period_ms;
        view.shown = d.target != layout::kAnyEntry       ? pages::Shown::kPlaceholder
                     : d.status != 0 || !d.has_picture() ? pages::Shown::kNothing
                                                         : pages::Shown::kPicture;
        if (d.has_picture()) {
            view.etag = d.frames[0].etag;
            view.changed_at = d.frames[0].changed_at;
            view.stale_at = d.stale_at;
            view.captured_at = d.frames[0].captured_at;
            view.width = d.frames[0].width;
            view.height = d.frames[0].height;
        }
        snapshot.revision = std::max(snapshot.revision, d.generation);
    }
    return snapshot;
}

std::string_view Wall::detail(const std::string& slug) const {
    const auto found = cameras_.find(slug);
    return found == cameras_.end() ? std::string_view{} : found->second.detail;
}

std::int64_t Wall::next_due_at(const std::string& slug) const {
    const auto found = cameras_.find(slug);
    return found == cameras_.end() ? 0 : found->second.next_due_at;
}

const Descriptor* Wall::descriptor(const std::string& slug) const {
    const auto found = cameras_.find(slug);
    return found == cameras_.end() ? nullptr : &store_.descriptor(found->second.entry);
}

std::uint64_t Wall::shown(const std::string& slug) const {
    const Descriptor* shown = descriptor(slug);
    return shown != nullptr && shown->has_picture() ? shown->frames[0].etag : 0;
}

std::vector<std::string> Wall::slugs() const {
    std::vector<std::string> slugs;
    for (const auto& [slug, camera] : cameras_) {
        slugs.push_back(slug);
    }
    return slugs;
}

std::size_t Wall::with_picture() const {
    return static_cast<std::size_t>(
        std::count_if(cameras_.begin(), cameras_.end(), [this](const auto& camera) {
            return store_.descriptor(camera.second.entry).has_picture();
        }));
}

}  // namespace livecam::publish
