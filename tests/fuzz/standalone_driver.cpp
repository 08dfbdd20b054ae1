// Runs LLVMFuzzerTestOneInput where libFuzzer is not: every seed as it is, then mutations of them.
// Run N depends on --seed and N alone, so that a crash in it is repeated with
// `--seed S --first N --runs 1`. Its input is also written to --artifacts.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "tests/fuzz/mutate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

/// What a crash needs to tell; plain memory, because a signal handler reads it.
struct {
    char message[256];
    char path[4096];
    const void* data;
    std::size_t size;
} current;

void tell_crash() {
    [[maybe_unused]] ssize_t written =
        ::write(STDERR_FILENO, current.message, std::strlen(current.message));
    const int file = ::open(current.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file >= 0) {
        written = ::write(file, current.data, current.size);
        ::close(file);
    }
}

void on_signal(int number) {
    tell_crash();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void watch_for_crashes() {
    if (__sanitizer_set_death_callback != nullptr) {
        __sanitizer_set_death_callback(tell_crash);
        std::signal(SIGABRT, on_signal);
        return;
    }
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE}) {
        std::signal(number, on_signal);
    }
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The files named, and those directly in the directories named, in an order that does not depend
/// on the file system.
std::vector<std::string> read_seeds(const std::vector<std::string>& names) {
    std::vector<fs::path> paths;
    for (const std::string& name : names) {
        if (fs::is_directory(name)) {
            for (const auto& entry : fs::directory_iterator(name)) {
                paths.push_back(entry.path());
            }
        } else {
            paths.emplace_back(name);
        }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> seeds;
    for (const fs::path& path : paths) {
        if (fs::is_regular_file(path)) {
            seeds.push_back(read_file(path));
        }
    }
    return seeds;
}

/// On a heap block of exactly the input's size, for AddressSanitizer.
void run_one(const std::string& input) {
    const auto block = std::make_unique<std::uint8_t[]>(input.size());
    std::copy(input.begin(), input.end(), block.get());
    current.data = block.get();
    current.size = input.size();
    LLVMFuzzerTestOneInput(block.get(), input.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> corpus;
    std::string artifacts = ".";
    std::uint64_t seed = 1;
    std::uint64_t first = 0;
    std::uint64_t runs = 0;
    std::size_t max_size = 1 << 16;
    double seconds = 0;
    CLI::App app{"fuzz one function with mutations of a corpus"};
    app.add_option("corpus", corpus, "seed files, and directories of them")
        ->check(CLI::ExistingPath);
    app.add_option("--artifacts", artifacts, "directory for the input of a crash")
        ->check(CLI::ExistingDirectory);
    app.add_option("--seed", seed, "random seed")->capture_default_str();
    app.add_option("--first", first, "number of the first run")->capture_default_str();
    app.add_option("--runs", runs, "how many runs; 0 is no bound");
    app.add_option("--seconds", seconds, "for how long; 0 is no bound");
    app.add_option("--max-size", max_size, "longest input in bytes")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    if (runs == 0 && seconds <= 0) {
        std::fprintf(stderr, "fuzz: no bound: give --runs or --seconds\n");
        return 2;
    }

    const auto start = std::chrono::steady_clock::now();
    const auto out_of_time = [&] {
        return seconds > 0 &&
               std::chrono::steady_clock::now() - start >= std::chrono::duration<double>(seconds);
    };
    std::vector<std::string> seeds = read_seeds(corpus);
    if (seeds.empty() && !corpus.empty()) {
        std::fprintf(stderr, "fuzz: the corpus has no files\n");
        return 2;
    }
    std::snprintf(current.path, sizeof current.path, "%s/crash", artifacts.c_str());
    watch_for_crashes();
    std::snprintf(current.message, sizeof current.message,
                  "fuzz: crash in an unchanged seed; its input is in %.150s\n", current.path);
    for (const std::string& input : seeds) {
        run_one(input);
    }
    if (seeds.empty()) {
        seeds.emplace_back();
    }

    std::uint64_t done = 0;
    while ((runs == 0 || done < runs) && !out_of_time()) {
        const std::uint64_t number = first + done;
        std::snprintf(current.message, sizeof current.message,
                      "fuzz: crash in run %llu: repeat with --seed %llu --first %llu --runs 1\n",
                      static_cast<unsigned long long>(number),
                      static_cast<unsigned long long>(seed),
                      static_cast<unsigned long long>(number));
        livecam::fuzz::Random random(livecam::fuzz::Random(seed)() ^ number);
        run_one(livecam::fuzz::mutate(seeds, max_size, random));
        ++done;
    }
    std::printf("fuzz: %zu seeds, %llu runs, no crash\n", seeds.size(),
                static_cast<unsigned long long>(done));
    return done > 0 ? 0 : 1;
}
