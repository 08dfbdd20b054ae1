#include "sidecar/publish/site.h"

#include <cerrno>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "shared/hash.h"

namespace livecam::publish {
namespace {

std::string header_lines(const pages::Body& body) {
    std::string lines;
    for (const auto& [name, value] : body.headers) {
        lines += name + ": " + value + "\n";
    }
    return lines;
}

/// Of everything a client can see, so that an equal body need not be compressed again.
std::uint64_t body_hash(const pages::Body& body, const std::string& headers) {
    std::string all = body.content_type + '\n' + std::to_string(body.max_age_s) + '\n' +
                      std::to_string(body.stale_while_revalidate_s) + '\n' +
                      std::to_string(body.flags) + '\n' +
                      std::to_string(static_cast<int>(body.kind)) + '\n' +
                      std::to_string(body.status) + '\n' + headers + '\n' + body.target + '\n' + body.content;
    return content_hash(std::as_bytes(std::span{all}));
}

}  // namespace

Expected<void> Site::publish_fixed(std::int64_t now_ms) {
    published_.clear();
    std::vector<std::string> paths;
    for (const pages::Body& body : renderer_.fixed()) {
        // The best level takes milliseconds for each: right for the few files that are kept for
        // ever, and too long for the pages of a thousand cameras, for which a start would wait.
        const bool kept = (body.flags & kFlagImmutable) != 0;
        const pages::Effort effort = kept ? pages::kFixedEffort : pages::kFollowingEffort;
        if (auto done = publish(body, effort, now_ms); !done) {
            return done;
        }
        paths.push_back(body.path);
    }
    pages::Snapshot nothing;
    nothing.now_ms = now_ms;
    for (const pages::Body& body : renderer_.following(nothing)) {
        paths.push_back(body.path);
    }
    remove_others(paths);
    return {};
}

Expected<void> Site::publish_following(const pages::Snapshot& snapshot) {
    for (const pages::Body& body : renderer_.following(snapshot)) {
        if (auto done = publish(body, pages::kFollowingEffort, snapshot.now_ms); !done) {
            return done;
        }
    }
    return {};
}

Expected<void> Site::publish(const pages::Body& body, pages::Effort effort, std::int64_t now_ms) {
    const std::string headers = header_lines(body);
    const std::uint64_t hash = body_hash(body, headers);
    if (const auto last = published_.find(body.path);
        last != published_.end() && last->second == hash) {
        return {};
    }
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
    if (body.kind == Kind::kHealth || body.kind == Kind::kVersion || body.kind == Kind::kStream ||
        body.kind == Kind::kMetrics) {
        // The text of metrics that is there already stays; its writer puts another in its place.
        if (body.kind != Kind::kMetrics || store_.descriptor(*entry).kind != Kind::kMetrics) {
            store_.publish_kind(*entry, next);
        }
        published_[body.path] = hash;
        return {};
    }
    pages::Variants compressed;
    if (body.compress) {
        compressed = pages::compress(body.content, effort);
    }
    std::vector<Variant> variants;
    const auto add = [&](Encoding encoding, std::string_view content) {
        variants.push_back({encoding, FrameDraft::create(store_.frames_directory(),
                                                         std::as_bytes(std::span{content}))});
        return static_cast<bool>(variants.back().draft);
    };
    if (!add(Encoding::kIdentity, body.content) ||
        (!compressed.gzip.empty() && !add(Encoding::kGzip, compressed.gzip)) ||
        (!compressed.brotli.empty() && !add(Encoding::kBrotli, compressed.brotli))) {
        return fail_errno("pages: cannot write " + body.path, errno);
    }
    auto done = store_.publish_body(*entry, variants, now_ms, next, headers);
    if (done) {
        published_[body.path] = hash;
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
}

}  // namespace livecam::publish
