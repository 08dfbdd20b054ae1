#include "sidecar/publish/site.h"

#include <algorithm>
#include <cerrno>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "shared/store_budget.h"

namespace livecam::publish {
namespace {

/// Header sets are few and shared; they are not weighed one by one.
constexpr std::uint64_t kHeadersBytes = 64 * 1024;

std::uint64_t cost_of(const Prepared& prepared) {
    return frame_cost(prepared.body.content.size()) + frame_cost(prepared.variants.gzip.size()) +
           frame_cost(prepared.variants.brotli.size());
}

std::uint64_t cost_of(const Descriptor& descriptor) {
    std::uint64_t cost = 0;
    for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
        cost += frame_cost(descriptor.frames[i].length);
    }
    return cost;
}

bool is_computed(Kind kind) {
    return kind == Kind::kHealth || kind == Kind::kVersion || kind == Kind::kStream ||
           kind == Kind::kMetrics;
}

}  // namespace

Expected<void> Site::publish_all(const pages::Snapshot& snapshot) {
    Expected<void> result;
    std::vector<std::string> paths;
    for_each_body(renderer_, snapshot, [&](pages::Body body) {
        paths.push_back(body.path);
        auto done = result ? publish_if_new(std::move(body), snapshot.now_ms) : result;
        if (!done) {
            result = done;
        }
    });
    if (!result) {
        return result;
    }
    for (const pages::CameraPlace& place : renderer_.places()) {
        rendered_[renderer_.camera(place).slug] = renderer_.view(place, snapshot);
    }
    facts_ = snapshot.facts;
    remove_others(paths);
    return {};
}

Expected<void> Site::check(const Edition& edition, std::uint64_t freed) {
    for (const std::string& path : edition.paths) {
        if (auto entry = store_.ensure(path); !entry) {
            return tl::unexpected(entry.error());
        }
    }
    // Each body takes the place of its predecessor after it was written.
    const std::uint64_t room = store_.room() + freed;
    std::uint64_t used = kHeadersBytes;
    std::uint64_t need = used;
    for (const Prepared& prepared : edition.changed) {
        used += cost_of(prepared);
        need = std::max(need, used);
        used -= std::min(used, cost_of(store_.descriptor(*store_.find(prepared.body.path))));
    }
    if (need > room) {
        return fail("store: the pages of this configuration need " + human_bytes(need) +
                    " more, and there is room for " + human_bytes(room) +
                    ": raise store.max_bytes, or the size of its file system");
    }
    return {};
}

Expected<void> Site::carry_out(Edition edition, std::int64_t now_ms) {
    renderer_ = std::move(edition.renderer);
    Expected<void> result;
    for (const Prepared& prepared : edition.changed) {
        if (auto done = publish(prepared, now_ms); !done) {
            published_.erase(prepared.body.path);
            result = done;
        }
    }
    rendered_.clear();
    for (const pages::CameraPlace& place : renderer_.places()) {
        rendered_[renderer_.camera(place).slug] = renderer_.view(place, edition.snapshot);
    }
    facts_ = edition.snapshot.facts;
    next_ = 0;
    remove_others(edition.paths);
    return result;
}

Expected<void> Site::publish_walls(const pages::Snapshot& snapshot) {
    for (pages::Body& body : renderer_.following(snapshot)) {
        if (auto done = publish_if_new(std::move(body), snapshot.now_ms); !done) {
            return done;
        }
    }
    if (snapshot.facts == facts_) {
        return {};
    }
    for (pages::Body& body : renderer_.facts(*snapshot.facts)) {
        if (auto done = publish_if_new(std::move(body), snapshot.now_ms); !done) {
            return done;
        }
    }
    facts_ = snapshot.facts;
    return {};
}

Expected<bool> Site::publish_cameras(const pages::Snapshot& snapshot,
                                     std::chrono::steady_clock::time_point deadline) {
    const std::vector<pages::CameraPlace>& places = renderer_.places();
    for (std::size_t left = places.size(); left > 0; --left) {
        next_ = next_ < places.size() ? next_ : 0;
        const pages::CameraPlace& place = places[next_];
        const std::string& slug = renderer_.camera(place).slug;
        const pages::CameraView seen = renderer_.view(place, snapshot);
        if (seen != rendered_[slug]) {
            if (std::chrono::steady_clock::now() >= deadline) {
                return false;
            }
            if (auto done = publish_camera(place, seen, snapshot.now_ms); !done) {
                return tl::unexpected(done.error());
            }
        }
        ++next_;
    }
    return true;
}

Expected<void> Site::publish_camera(const pages::CameraPlace& place, const pages::CameraView& view,
                                    std::int64_t now_ms) {
    pages::CameraView& rendered = rendered_[renderer_.camera(place).slug];
    if (auto done = publish_if_new(renderer_.camera_json(place, view), now_ms); !done) {
        return done;
    }
    if (pages::lasting(view) != pages::lasting(rendered)) {
        for (pages::Body& body : renderer_.camera_pages(place, view)) {
            if (auto done = publish_if_new(std::move(body), now_ms); !done) {
                return done;
            }
        }
    }
    rendered = view;
    return {};
}

Expected<void> Site::publish_if_new(pages::Body body, std::int64_t now_ms) {
    const auto last = published_.find(body.path);
    if (last != published_.end() && last->second == hash_of(body)) {
        return {};
    }
    return publish(prepare(std::move(body)), now_ms);
}

Expected<void> Site::publish(const Prepared& prepared, std::int64_t now_ms) {
    const pages::Body& body = prepared.body;
    const auto entry = store_.ensure(body.path);
    if (!entry) {
        return tl::unexpected(entry.error());
    }
    Descriptor next;
    next.kind = body.kind;
    next.flags = body.flags;
    next.status = body.status;
    next.max_age_s = body.max_age_s;
    next.stale_while_revalidate_s = body.stale_while_revalidate_s;
    if (!next.set_type(body.content_type)) {
        return fail("pages: " + body.path + ": the content type \"" + body.content_type +
                    "\" is not visible ASCII below 64 bytes");
    }
    if (!body.target.empty()) {
        const auto target = store_.ensure(body.target);
        if (!target) {
            return tl::unexpected(target.error());
        }
        next.target = *target;
    }
    if (is_computed(body.kind)) {
        // The text of metrics that is there already stays; its writer puts another in its place.
        if (body.kind != Kind::kMetrics || store_.descriptor(*entry).kind != Kind::kMetrics) {
            store_.publish_kind(*entry, next);
        }
        published_[body.path] = prepared.hash;
        return {};
    }
    std::vector<Variant> variants;
    const auto add = [&](Encoding encoding, std::string_view content) {
        variants.push_back({encoding, FrameDraft::create(store_.frames_directory(),
                                                         std::as_bytes(std::span{content}))});
        return static_cast<bool>(variants.back().draft);
    };
    if (!add(Encoding::kIdentity, body.content) ||
        (!prepared.variants.gzip.empty() && !add(Encoding::kGzip, prepared.variants.gzip)) ||
        (!prepared.variants.brotli.empty() && !add(Encoding::kBrotli, prepared.variants.brotli))) {
        const int reason = errno;
        store_.count_dropped();
        return fail_errno("pages: cannot write " + body.path, reason);
    }
    auto done = store_.publish_body(*entry, variants, now_ms, next, header_lines(body));
    if (done) {
        published_[body.path] = prepared.hash;
    }
    return done;
}

void Site::remove_others(const std::vector<std::string>& kept) {
    const std::unordered_set<std::string_view> keep(kept.begin(), kept.end());
    for (std::uint32_t entry = 0; entry < store_.entry_count(); ++entry) {
        const Descriptor& descriptor = store_.descriptor(entry);
        const bool ours = descriptor.kind != Kind::kNone && descriptor.kind != Kind::kFrames &&
                          (descriptor.flags & kFlagForeign) == 0;
        if (ours && !keep.contains(store_.key(entry))) {
            store_.remove(entry);
        }
    }
    std::erase_if(published_, [&](const auto& item) { return !keep.contains(item.first); });
}

}  // namespace livecam::publish
