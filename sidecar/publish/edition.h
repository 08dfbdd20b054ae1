// A configuration's bodies, rendered and compressed before anything of the store is touched: the
// dry run of a reload. What the store holds already in the same form is left out.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "sidecar/pages/compress.h"
#include "sidecar/pages/renderer.h"

namespace livecam::publish {

/// Path → hash of everything a client can see of its body.
using Published = std::unordered_map<std::string, std::uint64_t>;

/// The headers of a body as the store keeps them: one "Name: value\n" each.
std::string header_lines(const pages::Body& body);

/// Equal for bodies that need not be published again.
std::uint64_t hash_of(const pages::Body& body);

/// A body with its compressed forms.
struct Prepared {
    pages::Body body;
    pages::Variants variants;
    std::uint64_t hash = 0;
};
Prepared prepare(pages::Body body);

struct Edition {
    pages::Renderer renderer;
    pages::Snapshot snapshot;  // that it was rendered from
    std::vector<Prepared> changed;
    std::vector<std::string> paths;  // all of the new site
};

/// Calls visit(body) for every body of the site.
template <class Visit>
void for_each_body(pages::Renderer& renderer, const pages::Snapshot& snapshot, Visit visit) {
    for (auto& body : renderer.fixed()) {
        visit(std::move(body));
    }
    for (auto& body : renderer.facts(*snapshot.facts)) {
        visit(std::move(body));
    }
    for (auto& body : renderer.following(snapshot)) {
        visit(std::move(body));
    }
    for (const pages::CameraPlace& place : renderer.places()) {
        const pages::CameraView view = renderer.view(place, snapshot);
        visit(renderer.camera_json(place, view));
        for (auto& body : renderer.camera_pages(place, view)) {
            visit(std::move(body));
        }
    }
}

/// On any thread; takes milliseconds for each hundred cameras.
Edition make_edition(pages::Renderer renderer, const pages::Snapshot& snapshot,
                     const Published& published);

}  // namespace livecam::publish
