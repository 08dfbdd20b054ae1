#include "tests/stress/stamped_frame.h"

#include <algorithm>
#include <cstring>

#include "shared/hash.h"

namespace livecam::stress {
namespace {

struct Head {
    std::uint64_t checksum;  // of everything after it
    Stamp stamp;
    std::uint64_t length;
};
static_assert(sizeof(Head) == 32);

std::uint64_t next_random(std::uint64_t& state) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

}  // namespace

std::vector<std::byte> stamped_frame(Stamp stamp, std::size_t length) {
    std::vector<std::byte> bytes(std::max(length, sizeof(Head)));
    std::uint64_t state = (stamp.camera + 1) * 0x9E3779B97F4A7C15ull ^ (stamp.version + 1);
    for (std::size_t at = sizeof(Head); at < bytes.size(); at += sizeof state) {
        const std::uint64_t word = next_random(state);
        std::memcpy(&bytes[at], &word, std::min(sizeof word, bytes.size() - at));
    }
    Head head{0, stamp, length};
    std::memcpy(bytes.data(), &head, sizeof head);
    head.checksum = content_hash(std::span{bytes}.subspan(sizeof head.checksum));
    std::memcpy(bytes.data(), &head, sizeof head);
    bytes.resize(length);
    return bytes;
}

Verdict examine_frame(std::span<const std::byte> bytes, Stamp expected) {
    if (bytes.size() < sizeof(Head)) {
        return std::ranges::equal(bytes, stamped_frame(expected, bytes.size())) ? Verdict::kWhole
                                                                                : Verdict::kTorn;
    }
    Head head;
    std::memcpy(&head, bytes.data(), sizeof head);
    if (head.length != bytes.size() ||
        head.checksum != content_hash(bytes.subspan(sizeof head.checksum))) {
        return Verdict::kTorn;
    }
    if (head.stamp.camera != expected.camera) {
        return Verdict::kMixed;
    }
    return head.stamp.version == expected.version ? Verdict::kWhole : Verdict::kOther;
}

}  // namespace livecam::stress
