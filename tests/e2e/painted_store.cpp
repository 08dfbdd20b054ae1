#include "tests/e2e/painted_store.h"

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <span>
#include <stdexcept>

namespace livecam::e2e {
namespace {

StoreWriter open(const std::string& path, int keep) {
    StoreOptions options;
    options.path = path;
    options.keep = keep;
    auto writer = StoreWriter::open(options);
    if (!writer) {
        throw std::runtime_error(writer.error().message);
    }
    return std::move(*writer);
}

}  // namespace

PaintedStore::PaintedStore(int keep, const std::string& parent)
    : dir_(parent), writer_(open(dir_.path(), keep)) {
    const std::int64_t now = std::int64_t{::time(nullptr)} * 1000;
    writer_.set_phase(layout::Phase::kStarting, now);
    writer_.set_phase(layout::Phase::kReady, now);
    writer_.beat();
}

void PaintedStore::publish(const std::string& camera, std::size_t bytes) {
    // Numbers all over it: a byte of another picture anywhere makes it unknown.
    std::mt19937_64 random(pictures_.size() + 1);
    std::string content(bytes, '\0');
    for (std::size_t i = 0; i + 8 <= bytes; i += 8) {
        const std::uint64_t word = random();
        content.replace(i, 8, reinterpret_cast<const char*>(&word), 8);
    }
    const auto entry = writer_.ensure("/image/" + camera);
    if (!entry) {
        throw std::runtime_error(entry.error().message);
    }
    const auto stream = writer_.ensure("/stream/" + camera);
    Descriptor next;
    next.kind = Kind::kStream;
    next.target = *entry;
    writer_.publish_kind(*stream, next);
    FrameRef frame;
    frame.type = PictureType::kJpeg;
    frame.changed_at = std::int64_t{::time(nullptr)} * 1000;
    const FrameDraft draft =
        FrameDraft::create(writer_.frames_directory(), std::as_bytes(std::span{content}));
    if (auto done = writer_.publish_picture(*entry, draft, frame, writer_.descriptor(*entry));
        !done) {
        throw std::runtime_error(done.error().message);
    }
    const int number = static_cast<int>(pictures_.size());
    pictures_.emplace(std::move(content), number);
    writer_.beat();
}

bool PaintedStore::knows(const std::string& bytes) const {
    return pictures_.contains(bytes);
}

int PaintedStore::number_of(const std::string& bytes) const {
    const auto found = pictures_.find(bytes);
    return found == pictures_.end() ? -1 : found->second;
}

std::uint64_t unnamed_mapped_bytes(pid_t pid, const std::string& store) {
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
    std::uint64_t bytes = 0;
    for (std::string line; std::getline(maps, line);) {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        if (line.find(store + "/frames/") != std::string::npos && line.ends_with("(deleted)") &&
            std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64, &from, &to) == 2) {
            bytes += to - from;
        }
    }
    return bytes;
}

}  // namespace livecam::e2e
