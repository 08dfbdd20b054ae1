#include "tests/stress/reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "shared/store_reader.h"
#include "tests/stress/bounded_read.h"
#include "tests/stress/latch_probe.h"

namespace livecam::stress {
namespace {

/// After the index was thrown away, pictures are missing until they are published again, and a
/// reader looks once a second whether the name leads elsewhere; the rest is for a busy machine.
constexpr std::int64_t kLostIndexGraceMs = 10'000;
constexpr std::size_t kMaxHeld = 4;
constexpr unsigned kPauseUs = 100;

class Reader {
  public:
    Reader(Control& control, const std::string& path, std::uint64_t seed, Bait bait)
        : control_(control), reader_(path.c_str(), ::geteuid()), random_(seed), bait_(bait) {}

    void run_once() {
        const std::uint64_t number = random_() % kCameras;
        Camera& camera = control_.cameras[number];
        const std::uint64_t floor = std::max(seen_[number], camera.published.load());
        if (bait_ != Bait::kDeafReader || !reader_.index()) {
            reader_.refresh(now_ms());
        }
        if (!reader_.index()) {
            missing(floor, control_.failures.lost);
            ::usleep(1000);
            return;
        }
        const std::optional<std::int64_t> now =
            bait_ == Bait::kDeafReader ? std::nullopt : std::optional{now_ms()};
        FrameRead read = read_frame(reader_, now, camera_key(number), number, 0, kMaxTries,
                                    random_() % 4 == 0 ? kPauseUs : 0);
        ++control_.counts.reads;
        if (read.outcome != Outcome::kStuck) {
            ++control_.retries[static_cast<std::size_t>(read.retries)];
        }
        judge(read, number, floor);
        probe_latch(number);
        if (read.outcome == Outcome::kWhole && random_() % 16 == 0) {
            hold(std::move(read), number);
        }
    }

  private:
    struct Held {
        Fd frame;
        std::uint64_t length;
        Stamp stamp;
    };

    void missing(std::uint64_t floor, std::atomic<std::uint64_t>& failure) {
        const std::int64_t lost = control_.index_lost_ms;
        if (floor > 0 && (lost == 0 || now_ms() - lost > kLostIndexGraceMs)) {
            ++failure;
        }
        ++control_.counts.nothing;
    }

    void judge(const FrameRead& read, std::uint64_t number, std::uint64_t floor) {
        Failures& failures = control_.failures;
        switch (read.outcome) {
            case Outcome::kAbsent:
                missing(floor, failures.lost);
                return;
            case Outcome::kStuck:
                missing(floor, failures.stuck);
                return;
            case Outcome::kMixed:
                ++failures.mixed;
                return;
            case Outcome::kTorn:
            case Outcome::kOther:
                ++failures.torn;
                return;
            case Outcome::kWhole:
                break;
        }
        control_.counts.read_bytes += read.descriptor.frames[0].length;
        if (read.version > control_.cameras[number].begun) {
            ++failures.torn;  // nobody has made that one yet
        }
        if (read.version < floor) {
            ++failures.backwards;
        }
        seen_[number] = std::max(seen_[number], read.version);
    }

    void probe_latch(std::uint64_t number) {
        const std::uint64_t epoch = reader_.index().epoch();
        if (probe_.epoch() != epoch && !probe_.attach(reader_.directory(), epoch)) {
            return;
        }
        const auto entry = reader_.index().find(camera_key(number));
        // A writer that publishes one entry without a pause can win 64 times; one that is dead wins
        // every time, and that is what no reader may be stuck on.
        constexpr int max_given_up = 4;
        int given_up = 0;
        for (int i = 0; entry && i < 50; ++i) {
            const auto retries = probe_.retries(*entry);
            given_up = retries ? 0 : given_up + 1;
            if (retries) {
                ++control_.latch_retries[static_cast<std::size_t>(*retries)];
            } else if (given_up == max_given_up) {
                ++control_.failures.stuck;
                return;
            }
        }
    }

    /// Looks again at a frame that was opened a while ago: its name may be gone, its bytes may not.
    void hold(FrameRead read, std::uint64_t number) {
        held_.push_back(
            {std::move(read.frame), read.descriptor.frames[0].length, {number, read.version}});
        if (held_.size() > kMaxHeld) {
            const Held& oldest = held_.front();
            ++control_.counts.held;
            if (judge_frame(oldest.frame.get(), oldest.length, oldest.stamp) != Outcome::kWhole) {
                ++control_.failures.torn;
            }
            held_.erase(held_.begin());
        }
    }

    Control& control_;
    StoreReader reader_;
    LatchProbe probe_;
    std::mt19937_64 random_;
    Bait bait_;
    std::array<std::uint64_t, kCameras> seen_{};
    std::vector<Held> held_;
};

}  // namespace

void run_reader(Control& control, const std::string& path, std::uint64_t seed, Bait bait) {
    Reader reader(control, path, seed, bait);
    for (;;) {
        reader.run_once();
    }
}

}  // namespace livecam::stress
