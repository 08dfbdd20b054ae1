// A wall of two cameras over a store of its own.
#pragma once

#include "sidecar/publish/wall.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam::publish {

class WallFixture : public StoreTest {
  protected:
    static config::Camera camera(const std::string& slug, const std::string& src) {
        config::Camera camera;
        camera.slug = camera.id = slug;
        camera.name = slug;
        camera.src = src;
        return camera;
    }

    WallFixture() {
        config.site.title = "Test";
        config.groups = {
            {"north", "North", "North", {camera("a", "http://h/a"), camera("b", "http://h/b")}}};
    }

    fetch::Attempt attempt(const std::string& slug, fetch::Outcome outcome) const {
        fetch::Attempt attempt;
        attempt.slug = slug;
        for (const config::Camera& camera : config.groups[0].cameras) {
            if (camera.slug == slug) {
                attempt.source = fetch::source_version(camera);
            }
        }
        attempt.outcome = outcome;
        attempt.http_status = 200;
        attempt.finished_at = 1'000'000;
        attempt.next_due_at = 1'003'000;
        return attempt;
    }

    fetch::Attempt picture(const StoreWriter& store, const std::string& slug,
                           std::string_view content) const {
        fetch::Attempt made = attempt(slug, fetch::Outcome::kChanged);
        made.draft = FrameDraft::create(store.frames_directory(), bytes_of(content));
        made.frame.type = PictureType::kJpeg;
        return made;
    }

    config::Config config;
};

}  // namespace livecam::publish
