#include "tests/kill/writers.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tests/kill/tracee.h"
#include "tests/stress/stamped_frame.h"

namespace livecam::kill_points {
namespace {

StoreOptions options;

[[noreturn]] void refuse(const std::string& message) {
    std::fprintf(stderr, "kill points: the writer: %s\n", message.c_str());
    ::_exit(3);
}

StoreWriter open_store(const StoreOptions& wanted) {
    auto writer = StoreWriter::open(wanted);
    if (!writer) {
        refuse(writer.error().message);
    }
    return std::move(*writer);
}

FrameDraft draft_of(const StoreWriter& writer, std::uint64_t camera, std::uint64_t version,
                    std::size_t length) {
    return FrameDraft::create(writer.frames_directory(),
                              stress::stamped_frame({camera, version}, length));
}

/// One to three pages, another length for each version.
std::size_t length_of(std::uint64_t camera, std::uint64_t version) {
    return 1000 + (camera * 2111 + version * 3037) % 11000;
}

FrameRef picture_ref(std::uint64_t version) {
    FrameRef frame;
    frame.type = PictureType::kJpeg;
    frame.changed_at = static_cast<std::int64_t>(version);
    return frame;
}

std::array<Variant, 3> page_variants(const StoreWriter& writer, std::uint64_t version) {
    std::array<Variant, 3> variants;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        variants[i] = {static_cast<Encoding>(i),
                       draft_of(writer, kPage, version, length_of(kPage + i, version))};
    }
    return variants;
}

Descriptor page_descriptor() {
    Descriptor next;
    next.kind = Kind::kBody;
    next.set_type("text/html");
    return next;
}

}  // namespace

void set_store(std::string path) {
    options.path = std::move(path);
    options.max_bytes = 1 << 20;
    options.keep = kKeep;
    options.entries = kEntries;
    options.key_bytes = 64;
}

const StoreOptions& store_options() {
    return options;
}

std::string page_headers(std::uint64_t version) {
    return "X-Version: " + std::to_string(version) + "\n";
}

Expected<void> put_picture(StoreWriter& writer, const char* key, std::uint64_t camera,
                           std::uint64_t version) {
    const auto entry = writer.ensure(key);
    if (!entry) {
        return tl::unexpected(entry.error());
    }
    return writer.publish_picture(*entry,
                                  draft_of(writer, camera, version, length_of(camera, version)),
                                  picture_ref(version), {});
}

Expected<void> put_page(StoreWriter& writer, std::uint64_t version) {
    const auto entry = writer.ensure(kPageKey);
    if (!entry) {
        return tl::unexpected(entry.error());
    }
    const auto variants = page_variants(writer, version);
    return writer.publish_body(*entry, variants, static_cast<std::int64_t>(version),
                               page_descriptor(), page_headers(version));
}

void publish_picture() {
    StoreWriter writer = open_store(options);
    const std::uint64_t version = kOldVersion + 1;
    const std::uint32_t entry = *writer.find(kPictureKey);
    const FrameDraft draft =
        draft_of(writer, kPictureCamera, version, length_of(kPictureCamera, version));
    mark();
    const auto published = writer.publish_picture(entry, draft, picture_ref(version), {});
    mark();
    std::abort();  // killed at the mark
}

void publish_page() {
    StoreWriter writer = open_store(options);
    const std::uint64_t version = kOldVersion + 1;
    const std::uint32_t entry = *writer.find(kPageKey);
    const auto variants = page_variants(writer, version);
    const std::string headers = page_headers(version);
    const Descriptor next = page_descriptor();
    mark();
    const auto published =
        writer.publish_body(entry, variants, static_cast<std::int64_t>(version), next, headers);
    mark();
    std::abort();
}

void grow() {
    StoreWriter writer = open_store(options);
    mark();
    const auto entry = writer.ensure("/image/new");
    mark();
    std::abort();
}

void start() {
    mark();
    const StoreWriter writer = open_store(options);
    mark();
    std::abort();
}

void start_grown() {
    StoreOptions larger = options;
    larger.entries = 4 * kEntries;
    mark();
    const StoreWriter writer = open_store(larger);
    mark();
    std::abort();
}

void start_relaid() {
    StoreOptions older = options;
    older.layout_minor = 0;
    mark();
    const StoreWriter writer = open_store(older);
    mark();
    std::abort();
}

}  // namespace livecam::kill_points
