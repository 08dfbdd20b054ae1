#include "tests/stress/writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cmath>
#include <iterator>
#include <random>
#include <utility>

#include "shared/frame_file.h"
#include "tests/stress/stamped_frame.h"

namespace livecam::stress {
namespace {

constexpr double kMaxLength = 10 << 20;
constexpr double kSmallLength = 4096;
constexpr std::uint32_t kMaxEntries = 4096;
constexpr std::int64_t kGrowMs = 1000;

class Writer {
  public:
    Writer(Control& control, StoreWriter store, std::uint64_t seed, Bait bait)
        : control_(control), store_(std::move(store)), random_(seed), bait_(bait) {}

    [[noreturn]] void run() {
        for (;;) {
            store_.beat();
            publish(random_() % kCameras, random_length(kMaxLength));
            if (random_() % 4 == 0) {
                check(random_() % kCameras);
                burst(random_() % kCameras);
            }
            if (now_ms() - control_.last_grow_ms >= kGrowMs) {
                grow();
            }
        }
    }

  private:
    /// 1 byte to 10 MiB, every order of magnitude as often as any other.
    std::size_t random_length(double max) {
        std::uniform_real_distribution<double> exponent(0, std::log(max));
        return static_cast<std::size_t>(std::exp(exponent(random_)));
    }

    /// Small ones of one camera in a row: a reader finds the frame gone that it just read of.
    void burst(std::uint64_t number) {
        for (int i = 0; i < 100; ++i) {
            publish(number, random_length(kSmallLength));
        }
    }

    void publish(std::uint64_t number, std::size_t length) {
        Camera& camera = control_.cameras[number];
        const Stamp stamp{number, camera.begun + 1};
        const std::uint64_t shown = bait_ == Bait::kWrongFrame ? (number + 1) % kCameras : number;
        const auto bytes = stamped_frame({shown, stamp.version}, length);
        const FrameDraft draft = FrameDraft::create(store_.frames_directory(), bytes);
        const auto entry = store_.ensure(camera_key(number));
        if (!draft || !entry) {
            ++control_.counts.dropped;
            return;
        }
        FrameRef frame;
        frame.type = PictureType::kJpeg;
        frame.changed_at = static_cast<std::int64_t>(stamp.version);
        camera.begun = stamp.version;
        if (!store_.publish_picture(*entry, draft, frame, {})) {
            ++control_.counts.dropped;
            return;
        }
        camera.published = stamp.version;
        ++control_.counts.published;
        if (bait_ == Bait::kOverwrite) {
            overwrite(store_.descriptor(*entry).frames[0], stamp);
        }
    }

    /// A bait: the next picture into the frame of this one.
    void overwrite(const FrameRef& frame, Stamp stamp) {
        const auto bytes = stamped_frame({stamp.camera, stamp.version + 1}, frame.length);
        const Fd file{::openat(store_.frames_directory(), frame_name(frame.serial).data(),
                               O_WRONLY | O_CLOEXEC)};
        [[maybe_unused]] const ssize_t written =
            ::pwrite(file.get(), bytes.data(), bytes.size() / 2, 0);
    }

    /// Many changes of one descriptor in a row: what a reader's latch may have to try again for.
    void check(std::uint64_t number) {
        if (const auto entry = store_.find(camera_key(number))) {
            Descriptor learned = store_.descriptor(*entry);
            for (int i = 0; i < 500; ++i) {
                ++learned.checked_at;
                store_.publish_check(*entry, learned);
            }
        }
    }

    void grow() {
        const std::uint32_t capacity = store_.entry_capacity();
        if (capacity >= kMaxEntries) {
            ::_exit(kWantsSmallerIndex);
        }
        for (std::uint32_t i = store_.entry_count(); store_.entry_capacity() == capacity; ++i) {
            if (!store_.ensure("/more/" + std::to_string(i))) {
                ++control_.counts.dropped;
                return;  // no room for a larger one now
            }
        }
        control_.last_grow_ms = now_ms();
        ++control_.counts.grown;
    }

    Control& control_;
    StoreWriter store_;
    std::mt19937_64 random_;
    Bait bait_;
};

}  // namespace

void run_writer(Control& control, StoreOptions options, std::uint64_t seed, Bait bait) {
    constexpr int keeps[] = {0, 0, 1, 3};
    options.keep = keeps[seed % std::size(keeps)];
    // As if an older or a newer version took over: the index is replaced by one of its layout.
    options.layout_minor = static_cast<std::uint32_t>(seed >> 8 & 1);
    for (;;) {
        if (auto store = StoreWriter::open(options)) {
            ++control.counts.starts;
            if (control.layout_minor.exchange(options.layout_minor) != options.layout_minor) {
                ++control.counts.relaid;
            }
            Writer(control, std::move(*store), seed, bait).run();
        }
        ++control.counts.refused;
        ::usleep(5000);  // the tmpfs is full; the supervisor frees it
    }
}

}  // namespace livecam::stress
