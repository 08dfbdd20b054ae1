#include "tests/kill/trace.h"

#include <sys/mman.h>

#include <algorithm>
#include <compare>
#include <cstdio>
#include <cstdlib>

namespace livecam::kill_points {
namespace {

constexpr std::size_t kMaxInstructions = 1 << 20;
/// Above it, a breakpoint costs more than the steps that it saves.
constexpr std::size_t kMaxHits = 6;

struct Visit {
    std::uint64_t address;
    std::uint32_t point;

    auto operator<=>(const Visit&) const = default;
};

template <class T>
T* reserve() {
    void* memory = ::mmap(nullptr, kMaxInstructions * sizeof(T), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        std::perror("kill points: no memory for a trace");
        std::exit(2);
    }
    return static_cast<T*>(memory);
}

}  // namespace

Trace::Trace()
    : instructions_(reserve<std::uint64_t>()),
      hits_(reserve<std::uint32_t>()),
      landmarks_(reserve<std::uint32_t>()) {}

Trace::~Trace() {
    ::munmap(instructions_, kMaxInstructions * sizeof *instructions_);
    ::munmap(hits_, kMaxInstructions * sizeof *hits_);
    ::munmap(landmarks_, kMaxInstructions * sizeof *landmarks_);
}

void Trace::record(Tracee& tracee) {
    instructions_[0] = tracee.instruction();
    for (count_ = 0; tracee.step();) {
        if (++count_ == kMaxInstructions) {
            std::fputs("kill points: more instructions than a trace can hold\n", stderr);
            std::exit(2);
        }
        instructions_[count_] = tracee.instruction();
    }
    find_landmarks();
}

void Trace::find_landmarks() {
    auto* visits = reserve<Visit>();
    for (std::size_t point = 1; point <= count_; ++point) {
        visits[point - 1] = {instructions_[point], static_cast<std::uint32_t>(point)};
    }
    std::sort(visits, visits + count_);
    for (std::size_t first = 0, last = 0; first < count_; first = last) {
        const std::uint64_t address = visits[first].address;
        while (last < count_ && visits[last].address == address) {
            ++last;
        }
        // A breakpoint where the child stands at its mark would be met before it has gone.
        const bool few = last - first <= kMaxHits && address != instructions_[0];
        for (std::size_t i = first; i < last; ++i) {
            hits_[visits[i].point] = few ? static_cast<std::uint32_t>(i - first + 1) : 0;
        }
    }
    for (std::uint32_t point = 1; point <= count_; ++point) {
        landmarks_[point] = hits_[point] != 0 ? point : landmarks_[point - 1];
    }
    ::munmap(visits, kMaxInstructions * sizeof *visits);
}

void Trace::follow(Tracee& tracee, std::size_t point) const {
    const std::size_t landmark = landmarks_[point];
    bool there = landmark == 0 || tracee.run_to(instructions_[landmark], hits_[landmark]);
    for (std::size_t at = landmark; there && at < point; ++at) {
        there = tracee.step();
    }
    if (!there || tracee.instruction() != instructions_[point]) {
        std::fprintf(stderr, "kill points: the writer took another way before point %zu\n", point);
        std::exit(2);
    }
}

}  // namespace livecam::kill_points
