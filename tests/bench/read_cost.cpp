#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

#include "shared/store_reader.h"
#include "tests/bench/private_tmpfs.h"
#include "tests/bench/samples.h"
#include "tests/bench/store_bench.h"
#include "tests/bench/table.h"

namespace livecam::bench {
namespace {

constexpr int kBatch = 64;  // between two looks at the clock, which costs as much as a read

/// Nothing begins before everything above is done: else the processor works at several lookups at
/// once, which a worker, who has one request at a time, cannot.
inline void finish_all() {
#if defined(__x86_64__)
    __builtin_ia32_lfence();
#else
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
}

/// The camera that has pictures: as many as with store.keep 2.
constexpr std::uint32_t kShown = 7;

void publish(StoreWriter& writer, std::uint32_t entry, int pictures) {
    Descriptor camera;
    camera.kind = Kind::kFrames;
    writer.publish_kind(entry, camera);
    for (int i = 0; i < pictures; ++i) {
        FrameRef frame;
        frame.type = PictureType::kJpeg;
        const std::byte byte{static_cast<unsigned char>(i)};
        const FrameDraft draft = FrameDraft::create(writer.frames_directory(), {&byte, 1});
        if (!writer.publish_picture(entry, draft, frame, camera)) {
            throw std::runtime_error("a picture of one byte cannot be published");
        }
    }
}

/// What a batch costs in which nothing is done but waiting for the last: taken off the times.
double fences_ns() {
    double least = 1e9;
    for (int round = 0; round < 1000; ++round) {
        const auto start = Clock::now();
        for (int i = 0; i < kBatch; ++i) {
            finish_all();
        }
        least = std::min(least, ns_since(start));
    }
    return least;
}

/// A store with so many paths, as livecamd would name them, and a reader.
struct Paths {
    Paths(const std::string& parent, std::uint32_t count) : path(make_directory(parent)) {
        StoreWriter writer = open_store(path, count);
        for (std::uint32_t i = 0; i < count; ++i) {
            keys.push_back("/image/mountain-road-" + std::to_string(i));
            const auto entry = writer.ensure(keys.back());
            if (!entry) {
                throw std::runtime_error(entry.error().message);
            }
            publish(writer, *entry, i == kShown ? 3 : 0);
        }
        store = path + "/store";
        reader = std::make_unique<StoreReader>(store.c_str(), ::geteuid());
        if (!reader->refresh(1)) {
            throw std::runtime_error("the store cannot be read");
        }
        // Nobody asks in the order in which cameras were configured.
        std::shuffle(keys.begin(), keys.end(), std::mt19937(1));
        // One after the other in memory: a request's path is at hand when it is looked up.
        for (const std::string& key : keys) {
            text += key;
        }
        std::size_t at = 0;
        for (const std::string& key : keys) {
            asked.push_back(std::string_view{text}.substr(at, key.size()));
            at += key.size();
        }
    }

    std::string path;
    std::string store;
    std::vector<std::string> keys;
    std::string text;
    std::vector<std::string_view> asked;
    std::unique_ptr<StoreReader> reader;
};

std::string count_text(std::uint32_t count) {
    std::string text = std::to_string(count);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

void lookup(benchmark::State& state, const std::string& parent, std::uint32_t count) {
    const Paths paths(parent, count);
    const IndexView& index = paths.reader->index();
    Samples samples;
    const double fences = fences_ns();
    std::size_t next = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        for (int i = 0; i < kBatch; ++i) {
            benchmark::DoNotOptimize(index.find(paths.asked[next]));
            next = next + 1 < paths.asked.size() ? next + 1 : 0;
            finish_all();
        }
        samples.add((ns_since(start) - fences) / kBatch);
    }
    samples.report(state);
    struct stat status;
    ::stat((paths.store + "/index").c_str(), &status);
    state.SetLabel("  " + std::to_string(static_cast<std::uint64_t>(status.st_size) / count) +
                   " bytes of index an entry");
}

/// Of one entry, as a worker reads it after the lookup brought it into the cache.
void descriptor(benchmark::State& state, const std::string& parent) {
    const Paths paths(parent, 100);
    const IndexView& index = paths.reader->index();
    Descriptor read;
    Samples samples;
    const double fences = fences_ns();
    for (auto _ : state) {
        const auto start = Clock::now();
        for (int i = 0; i < kBatch; ++i) {
            benchmark::DoNotOptimize(index.read(kShown, read));
            benchmark::DoNotOptimize(read);
            finish_all();
        }
        samples.add((ns_since(start) - fences) / kBatch);
    }
    samples.report(state);
}

/// Lookup and read, of another path each time.
void request(benchmark::State& state, const std::string& parent, std::uint32_t count) {
    const Paths paths(parent, count);
    const IndexView& index = paths.reader->index();
    Descriptor read;
    Samples samples;
    const double fences = fences_ns();
    std::size_t next = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        for (int i = 0; i < kBatch; ++i) {
            if (const auto entry = index.find(paths.asked[next])) {
                benchmark::DoNotOptimize(index.read(*entry, read));
            }
            next = next + 1 < paths.asked.size() ? next + 1 : 0;
            finish_all();
        }
        samples.add((ns_since(start) - fences) / kBatch);
    }
    samples.report(state);
}

/// One load whose address is the result of the one before, somewhere in as much memory as the head
/// of 100,000 entries touches: a lookup there makes three. What no code can be faster than.
void dependent_load(benchmark::State& state) {
    constexpr std::size_t count = 100'000;
    constexpr std::size_t entry_words = sizeof(layout::Entry) / sizeof(std::uint64_t);
    std::vector<std::uint64_t> memory(count * entry_words);
    std::vector<std::uint64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), std::mt19937(1));
    for (std::size_t i = 0; i < count; ++i) {
        memory[order[i] * entry_words] = order[(i + 1) % count] * entry_words;
    }
    Samples samples;
    std::uint64_t at = 0;
    for (auto _ : state) {
        const auto start = Clock::now();
        for (int i = 0; i < kBatch; ++i) {
            at = memory[at];
        }
        benchmark::DoNotOptimize(at);
        samples.add(ns_since(start) / kBatch);
    }
    samples.report(state);
}

}  // namespace

void register_read(const Directories& directories, const Options& options) {
    const int rounds = options.short_form ? 50 : 20'000;
    const std::string read = "descriptor read";
    benchmark::RegisterBenchmark(read.c_str(), [=](benchmark::State& state) {
        descriptor(state, directories.front().path);
    })->Iterations(rounds);
    target(read, 50);
    for (const auto& [pages, path] : directories) {
        for (const std::uint32_t count : {100u, 10'000u, 100'000u}) {
            const std::string tail = "/" + count_text(count) + " entries/" + pages;
            const auto add = [&](const std::string& name, auto run) {
                benchmark::RegisterBenchmark((name + tail).c_str(), [=, path = path](
                                                                        benchmark::State& state) {
                    run(state, path, count);
                })->Iterations(rounds);
            };
            add("lookup", lookup);
            add("lookup and read", request);
            if (count == 100'000) {
                target("lookup" + tail, 150);
            }
        }
    }
    benchmark::RegisterBenchmark("one dependent load/100,000 entries", dependent_load)
        ->Iterations(rounds);
}

}  // namespace livecam::bench
