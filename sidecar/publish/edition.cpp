#include "sidecar/publish/edition.h"

#include <span>
#include <utility>

#include "shared/hash.h"

namespace livecam::publish {

std::string header_lines(const pages::Body& body) {
    std::string lines;
    for (const auto& [name, value] : body.headers) {
        lines += name + ": " + value + "\n";
    }
    return lines;
}

std::uint64_t hash_of(const pages::Body& body) {
    const std::string all =
        body.content_type + '\n' + std::to_string(body.max_age_s) + '\n' +
        std::to_string(body.stale_while_revalidate_s) + '\n' + std::to_string(body.flags) + '\n' +
        std::to_string(static_cast<int>(body.kind)) + '\n' + std::to_string(body.status) + '\n' +
        body.target + '\n' + header_lines(body) + '\n' + body.content;
    return content_hash(std::as_bytes(std::span{all}));
}

Prepared prepare(pages::Body body) {
    Prepared made;
    made.hash = hash_of(body);
    if (body.compress) {
        made.variants = pages::compress(body.content, pages::effort_for(body));
    }
    made.body = std::move(body);
    return made;
}

Edition make_edition(pages::Renderer renderer, const pages::Snapshot& snapshot,
                     const Published& published) {
    Edition edition{std::move(renderer), snapshot, {}, {}};
    for_each_body(edition.renderer, snapshot, [&](pages::Body body) {
        edition.paths.push_back(body.path);
        const auto known = published.find(body.path);
        if (known == published.end() || known->second != hash_of(body)) {
            edition.changed.push_back(prepare(std::move(body)));
        }
    });
    return edition;
}

}  // namespace livecam::publish
