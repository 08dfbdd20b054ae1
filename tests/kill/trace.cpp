#include "tests/kill/trace.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace livecam::kill_points {
namespace {

constexpr std::size_t kMaxInstructions = 1 << 20;

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

Trace::Trace() : instructions_(reserve<std::uint64_t>()), landmarks_(reserve<std::uint32_t>()) {}

Trace::~Trace() {
    ::munmap(instructions_, kMaxInstructions * sizeof *instructions_);
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
    auto* sorted = reserve<std::uint64_t>();
    std::copy(instructions_, instructions_ + count_ + 1, sorted);
    std::sort(sorted, sorted + count_ + 1);
    for (std::size_t point = 1; point <= count_; ++point) {
        const auto [first, last] =
            std::equal_range(sorted, sorted + count_ + 1, instructions_[point]);
        landmarks_[point] =
            last - first == 1 ? static_cast<std::uint32_t>(point) : landmarks_[point - 1];
    }
    ::munmap(sorted, kMaxInstructions * sizeof *sorted);
}

void Trace::follow(Tracee& tracee, std::size_t point) const {
    const std::size_t landmark = landmarks_[point];
    bool there = landmark == 0 || tracee.run_to(instructions_[landmark]);
    for (std::size_t at = landmark; there && at < point; ++at) {
        there = tracee.step();
    }
    if (!there || tracee.instruction() != instructions_[point]) {
        std::fprintf(stderr, "kill points: the writer took another way before point %zu\n", point);
        std::exit(2);
    }
}

}  // namespace livecam::kill_points
