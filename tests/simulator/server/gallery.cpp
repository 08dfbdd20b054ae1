#include "tests/simulator/server/gallery.h"

#include <algorithm>
#include <cmath>

#include "tests/simulator/jpeg.h"
#include "tests/simulator/scenery/painter.h"
#include "tests/simulator/scenery/random.h"

namespace livecam::sim {
namespace {

/// Digits name a scene directly; other names are hashed (FNV-1a).
std::uint64_t number_of(const std::string& id) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (id.size() < 10 && std::all_of(id.begin(), id.end(), digit)) {
        return std::stoull(id);
    }
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : id) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    }
    return mix64(hash);
}

}  // namespace

/// One scene, its painter, and the last picture it made, unstamped. Everything but `phase` happens
/// on its strand, so that simultaneous requests paint once.
class Gallery::SceneStudio {
  public:
    SceneStudio(const GalleryOptions& options, int index, asio::thread_pool& painters)
        : phase(std::fmod(static_cast<double>(index) * 0.61803399, 1.0)),
          strand(asio::make_strand(painters.get_executor())),
          quality_(options.quality),
          painter_(make_scene(options.seed, index), options.width, options.height) {}

    const Bytes& jpeg(std::uint64_t sequence, std::int64_t born_ms) {
        if (sequence_ != sequence) {
            jpeg_ = encode_jpeg(painter_.paint(born_ms), quality_);
            sequence_ = sequence;
        }
        return jpeg_;
    }

    const double phase;
    asio::strand<asio::thread_pool::executor_type> strand;

  private:
    int quality_;
    Painter painter_;
    std::optional<std::uint64_t> sequence_;
    Bytes jpeg_;
};

Gallery::Gallery(const GalleryOptions& options, asio::thread_pool& painters)
    : schedule_(options.interval) {
    for (int i = 0; i < options.scenes; ++i) {
        studios_.push_back(std::make_unique<SceneStudio>(options, i, painters));
    }
}

Gallery::~Gallery() = default;

Gallery::Camera& Gallery::camera(const std::string& id) {
    const auto studio = number_of(id) % studios_.size();
    return cameras_.try_emplace(id, Camera{studios_[studio].get(), 0, {}, {}}).first->second;
}

std::uint64_t Gallery::next_sequence(Camera& camera) const {
    // The wall clock may be set back; a camera's sequence may not.
    const auto now = schedule_.sequence_at(Schedule::now_ms(), camera.studio->phase);
    camera.last_sequence = std::max(camera.last_sequence, now);
    return camera.pinned.value_or(camera.last_sequence);
}

std::uint64_t Gallery::sequence(const std::string& id) {
    return next_sequence(camera(id));
}

void Gallery::pin(const std::string& id, std::optional<std::uint64_t> sequence) {
    camera(id).pinned = sequence;
}

awaitable<SharedPicture> Gallery::newest(std::string id) {
    Camera& entry = camera(id);
    const std::uint64_t sequence = next_sequence(entry);
    if (entry.picture && entry.picture->stamp.sequence == sequence) {
        co_return entry.picture;
    }
    SceneStudio& studio = *entry.studio;
    const std::int64_t born_ms = schedule_.born(sequence, studio.phase);
    auto work = [&studio, id, sequence, born_ms]() -> awaitable<SharedPicture> {
        auto picture = std::make_shared<Picture>();
        picture->stamp = {id, sequence, born_ms, 0};
        picture->bytes = stamped(studio.jpeg(sequence, born_ms), picture->stamp);
        co_return picture;
    };
    SharedPicture made = co_await asio::co_spawn(studio.strand, work, use_awaitable);
    // Another request may have brought a newer one meanwhile; this one still gets what it asked
    // for.
    if (!entry.picture || entry.pinned || entry.picture->stamp.sequence < sequence) {
        entry.picture = made;
    }
    co_return made;
}

}  // namespace livecam::sim
