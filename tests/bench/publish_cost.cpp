#include <cstring>
#include <memory>
#include <vector>

#include "shared/hash.h"
#include "shared/store_budget.h"
#include "tests/bench/private_tmpfs.h"
#include "tests/bench/samples.h"
#include "tests/bench/store_bench.h"
#include "tests/bench/table.h"

namespace livecam::bench {
namespace {

struct Size {
    const char* name;
    std::size_t bytes;
    double target_ns;  // 0: none
    int rounds;
};

constexpr Size kSizes[] = {{"20 KB", 20'000, 0, 4000},
                           {"200 KB", 200'000, 200'000, 2000},
                           {"1 MB", 1'000'000, 0, 500},
                           {"10 MB", 10'000'000, 0, 60}};

/// From bytes in memory, whose hash is known, to the unlinking of the picture that falls out of
/// `keep`: O_TMPFILE, write, linkat, latch, unlink.
void publish(benchmark::State& state, const std::string& directory, std::size_t size) {
    StoreWriter writer = open_store(directory, 256);
    const auto entry = writer.ensure("/image/bench");
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    FrameRef frame;
    frame.type = PictureType::kJpeg;
    Samples samples;
    std::uint64_t round = 0;
    for (auto _ : state) {
        ++round;
        std::memcpy(bytes.data(), &round, sizeof round);
        const std::uint64_t etag = content_hash(bytes);
        const auto start = Clock::now();
        const FrameDraft draft = FrameDraft::create(writer.frames_directory(), bytes, etag);
        const auto done = writer.publish_picture(*entry, draft, frame, writer.descriptor(*entry));
        const double ns = ns_since(start);
        if (!draft || !done) {
            state.SkipWithError(done ? "no draft" : done.error().message.c_str());
            return;
        }
        state.SetIterationTime(ns / 1e9);
        samples.add(ns);
    }
    samples.report(state);
}

void hash(benchmark::State& state, std::size_t size) {
    std::vector<std::byte> bytes(size, std::byte{0x5a});
    Samples samples;
    for (auto _ : state) {
        const auto start = Clock::now();
        benchmark::DoNotOptimize(content_hash(bytes));
        samples.add(ns_since(start));
    }
    samples.report(state);
}

void add(const Directory& directory, const Options& options) {
    for (const Size& size : kSizes) {
        const std::string name = "publish/" + std::string(size.name) + "/" + directory.pages;
        benchmark::RegisterBenchmark(
            name.c_str(),
            [=](benchmark::State& state) { publish(state, directory.path, size.bytes); })
            ->UseManualTime()
            ->Iterations(options.short_form ? 10 : size.rounds);
        if (size.target_ns > 0) {
            target(name, size.target_ns);
        }
    }
}

}  // namespace

void register_publish(const Directories& directories, const Options& options) {
    for (const Directory& directory : directories) {
        add(directory, options);
    }
    for (const Size& size : kSizes) {
        benchmark::RegisterBenchmark(("hash/" + std::string(size.name)).c_str(),
                                     [=](benchmark::State& state) { hash(state, size.bytes); })
            ->Iterations(options.short_form ? 10 : 200);
    }
}

}  // namespace livecam::bench
