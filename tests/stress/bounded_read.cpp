#include "tests/stress/bounded_read.h"

#include <unistd.h>

#include <cerrno>
#include <vector>

#include "shared/frame_file.h"

namespace livecam::stress {
namespace {

constexpr int kPausedTries = 4;

}  // namespace

const char* to_string(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::kWhole:
            return "whole";
        case Outcome::kAbsent:
            return "absent";
        case Outcome::kStuck:
            return "not found within the tries";
        case Outcome::kTorn:
            return "torn";
        case Outcome::kMixed:
            return "of another camera";
        case Outcome::kOther:
            return "of another version than its descriptor says";
    }
    return "?";
}

Outcome judge_frame(int fd, std::size_t length, Stamp expected) {
    std::vector<std::byte> bytes(length + 1);  // one more: a frame must not have grown
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got =
            ::pread(fd, &bytes[have], bytes.size() - have, static_cast<off_t>(have));
        if (got <= 0) {
            break;
        }
        have += static_cast<std::size_t>(got);
    }
    if (have != length) {
        return Outcome::kTorn;
    }
    bytes.resize(length);
    switch (examine_frame(bytes, expected)) {
        case Verdict::kWhole:
            return Outcome::kWhole;
        case Verdict::kMixed:
            return Outcome::kMixed;
        case Verdict::kOther:
            return Outcome::kOther;
        case Verdict::kTorn:
            break;
    }
    return Outcome::kTorn;
}

FrameRead read_frame(StoreReader& reader, std::optional<std::int64_t> now_ms, std::string_view key,
                     std::uint64_t camera, std::size_t n, int max_tries, unsigned pause_us) {
    FrameRead read;
    for (; read.retries < max_tries; ++read.retries) {
        // The frame may be gone because the index was replaced: its successor is in the new one.
        if (read.retries > 0 && now_ms) {
            reader.refresh(*now_ms);
        }
        const IndexView& index = reader.index();
        const auto entry = index.find(key);
        constexpr std::uint64_t unread = ~std::uint64_t{0};
        read.descriptor.generation = unread;
        if (!entry || !index.read(*entry, read.descriptor) || n >= read.descriptor.frame_count) {
            // A latch that gave up leaves the descriptor as it was.
            read.outcome =
                entry && read.descriptor.generation == unread ? Outcome::kStuck : Outcome::kAbsent;
            return read;
        }
        const FrameRef& ref = read.descriptor.frames[n];
        read.version = static_cast<std::uint64_t>(ref.changed_at);
        if (pause_us != 0 && read.retries < kPausedTries) {
            ::usleep(pause_us);
        }
        read.frame = open_frame(reader.frames(), ref.serial, ref.length);
        if (read.frame) {
            read.outcome = judge_frame(read.frame.get(), ref.length, {camera, read.version});
            return read;
        }
        if (errno != ENOENT) {
            read.outcome = Outcome::kTorn;
            return read;
        }
    }
    read.outcome = Outcome::kStuck;
    return read;
}

}  // namespace livecam::stress
