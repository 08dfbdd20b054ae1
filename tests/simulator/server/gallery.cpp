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

/// One scene, its painter, and the last picture it made, unstamped. Lives on the event loop; only
/// the painting itself is done in the pool, one picture at a time.
class Gallery::SceneStudio {
  public:
    SceneStudio(const GalleryOptions& options, int index, asio::io_context& loop,
                asio::thread_pool& painters)
        : phase(std::fmod(static_cast<double>(index) * 0.61803399, 1.0)),
          quality_(options.quality),
          painter_(make_scene(options.seed, index), options.width, options.height),
          loop_(loop),
          painters_(painters),
          done_(loop, asio::steady_timer::time_point::max()) {}

    awaitable<SharedBytes> jpeg(std::uint64_t sequence, std::int64_t born_ms) {
        while (sequence_ != sequence) {
            if (!painting_) {
                start(sequence, born_ms);
            }
            std::error_code woken;
            co_await done_.async_wait(asio::redirect_error(use_awaitable, woken));
        }
        co_return jpeg_;
    }

    const double phase;

  private:
    void start(std::uint64_t sequence, std::int64_t born_ms) {
        painting_ = true;
        asio::post(painters_, [this, sequence, born_ms] {
            auto made =
                std::make_shared<const Bytes>(encode_jpeg(painter_.paint(born_ms), quality_));
            asio::post(loop_, [this, sequence, made] {
                jpeg_ = made;
                sequence_ = sequence;
                painting_ = false;
                done_.cancel();
            });
        });
    }

    int quality_;
    Painter painter_;
    asio::io_context& loop_;
    asio::thread_pool& painters_;
    bool painting_ = false;
    std::optional<std::uint64_t> sequence_;
    SharedBytes jpeg_;
    asio::steady_timer done_;  // never expires; cancelled to wake those who wait
};

Gallery::Gallery(const GalleryOptions& options, asio::io_context& loop, asio::thread_pool& painters)
    : schedule_(options.interval) {
    for (int i = 0; i < options.scenes; ++i) {
        studios_.push_back(std::make_unique<SceneStudio>(options, i, loop, painters));
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
    const SharedBytes jpeg = co_await studio.jpeg(sequence, born_ms);
    const auto made = std::make_shared<Picture>();
    made->stamp = {id, sequence, born_ms, 0};
    made->bytes = stamped(*jpeg, made->stamp);
    // Another request may have brought a newer one meanwhile; this one still gets what it asked
    // for.
    if (!entry.picture || entry.pinned || entry.picture->stamp.sequence < sequence) {
        entry.picture = made;
    }
    co_return made;
}

}  // namespace livecam::sim
