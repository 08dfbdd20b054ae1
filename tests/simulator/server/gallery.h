// All cameras and their newest pictures. Nothing is painted before somebody asks, and nothing
// twice.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/schedule.h"
#include "tests/simulator/server/asio.h"
#include "tests/simulator/server/reply.h"

namespace livecam::sim {

struct GalleryOptions {
    int scenes = 40;
    int width = 960, height = 600;
    std::uint64_t seed = 1;
    std::chrono::milliseconds interval{3000};
    int quality = 82;
};

/// Used from the event loop alone; painting happens in `painters`.
class Gallery {
  public:
    /// REQUIRES: loop and painters outlive the gallery, and the painters have ended before it does.
    Gallery(const GalleryOptions& options, asio::io_context& loop, asio::thread_pool& painters);
    ~Gallery();

    /// The camera's newest picture (or the one it is pinned to); waits while it is painted. Any
    /// valid id is a camera. Cameras that share a scene share its picture, and differ in the stamp.
    awaitable<SharedPicture> newest(std::string camera);

    /// Holds the camera at `sequence`, or lets it go on.
    void pin(const std::string& camera, std::optional<std::uint64_t> sequence);

    /// The camera's current sequence, whether painted yet or not.
    std::uint64_t sequence(const std::string& camera);

  private:
    class SceneStudio;
    struct Camera {
        SceneStudio* studio;
        std::uint64_t last_sequence = 0;
        std::optional<std::uint64_t> pinned;
        SharedPicture picture;
    };

    Camera& camera(const std::string& id);
    std::uint64_t next_sequence(Camera& camera) const;

    Schedule schedule_;
    std::vector<std::unique_ptr<SceneStudio>> studios_;
    std::map<std::string, Camera> cameras_;
};

}  // namespace livecam::sim
