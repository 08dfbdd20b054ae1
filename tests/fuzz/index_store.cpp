#include "tests/fuzz/index_store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <span>

#include "shared/frame_file.h"
#include "shared/geometry.h"
#include "shared/hash.h"
#include "shared/store_writer.h"

namespace livecam::fuzz {
namespace {

constexpr std::size_t kPage = 4096;

/// Where the indexes are mapped: begin → length.
struct Mappings {
    std::mutex mutex;
    std::map<const char*, std::size_t> all;
};
Mappings& mappings() {
    static auto* made = new Mappings;  // outlives every destructor
    return *made;
}

std::string content(int fd) {
    std::string bytes(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
    require(::pread(fd, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    return bytes;
}

void publish(StoreWriter& writer, std::string_view key, std::string_view text, Kind kind) {
    const auto entry = writer.ensure(key);
    FrameDraft draft =
        FrameDraft::create(writer.frames_directory(), std::as_bytes(std::span{text}));
    require(entry && draft);
    Descriptor next;
    next.kind = kind;
    if (kind == Kind::kFrames) {
        require(static_cast<bool>(writer.publish_picture(*entry, draft, {}, next)));
    } else {
        Variant variant{Encoding::kIdentity, std::move(draft)};
        next.set_type("text/html");
        require(static_cast<bool>(writer.publish_body(*entry, {&variant, 1}, 1, next, "A: b\n")));
    }
}

}  // namespace

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

IndexStore& IndexStore::get() {
    static IndexStore store;
    return store;
}

IndexStore::IndexStore() : base_("/dev/shm/livecam-fuzz.XXXXXX") {
    require(::mkdtemp(base_.data()) != nullptr);
    path_ = base_ + "/store";
    {
        StoreOptions options;
        options.path = path_;
        options.max_bytes = 1 << 20;
        options.entries = 8;
        options.key_bytes = 256;
        auto writer = StoreWriter::open(options);
        require(static_cast<bool>(writer));
        publish(*writer, "/image/a", "one", Kind::kFrames);
        publish(*writer, "/image/a", "two", Kind::kFrames);
        publish(*writer, "/image/b", "three", Kind::kFrames);
        publish(*writer, "/", "page", Kind::kBody);
        publish(*writer, "/image/", "not found", Kind::kMiss);
        writer->beat();
        // What an index could lead to, and must not: as long as a frame, and elsewhere.
        const Fd secret{::openat(writer->directory(), "secret", O_WRONLY | O_CREAT, 0600)};
        require(::write(secret.get(), "key", 3) == 3);
        for (const std::uint64_t serial : {0ull, 1ull, 2ull}) {
            require(::symlinkat("../secret", writer->frames_directory(),
                                frame_name(serial).data()) == 0);
        }
    }
    index_.reset(::open((path_ + "/index").c_str(), O_RDWR | O_CLOEXEC));
    demand_.reset(::open((path_ + "/demand").c_str(), O_RDWR | O_CLOEXEC));
    require(index_ && demand_);
    index_bytes_ = content(index_.get());
    demand_bytes_ = content(demand_.get());
}

IndexStore::~IndexStore() {
    std::error_code ignored;
    std::filesystem::remove_all(base_, ignored);
}

void IndexStore::restore() {
    resize(index_bytes_.size());
    patch(0, index_bytes_);
    require(::ftruncate(demand_.get(), static_cast<off_t>(demand_bytes_.size())) == 0);
    patch_demand(0, demand_bytes_);
}

void IndexStore::patch(std::uint64_t offset, std::string_view bytes) const {
    const ssize_t written = ::pwrite(index_.get(), bytes.data(), bytes.size(),
                                     static_cast<off_t>(offset % index_bytes_.size()));
    require(written == static_cast<ssize_t>(bytes.size()));
}

void IndexStore::patch_demand(std::uint64_t offset, std::string_view bytes) const {
    const ssize_t written = ::pwrite(demand_.get(), bytes.data(), bytes.size(),
                                     static_cast<off_t>(offset % demand_bytes_.size()));
    require(written == static_cast<ssize_t>(bytes.size()));
}

void IndexStore::resize(std::uint64_t length) const {
    require(::ftruncate(index_.get(), static_cast<off_t>(length)) == 0);
}

void IndexStore::forge_checksums() const {
    struct {
        layout::Preamble preamble;
        layout::Geometry geometry;
    } head{};
    if (::pread(index_.get(), &head, sizeof head, 0) != sizeof head) {
        return;
    }
    head.preamble.checksum = preamble_checksum(head.preamble);
    head.geometry.checksum = content_hash(
        std::as_bytes(std::span{&head.geometry, 1}).first(offsetof(layout::Geometry, checksum)));
    patch(0, {reinterpret_cast<const char*>(&head), sizeof head});
}

bool IndexStore::mapped(std::string_view bytes) {
    const std::lock_guard lock(mappings().mutex);
    auto found = mappings().all.upper_bound(bytes.data());
    if (found == mappings().all.begin()) {
        return false;
    }
    found = std::prev(found);
    return bytes.data() + bytes.size() <= found->first + found->second;
}

bool IndexStore::in_frames(int fd) const {
    char link[512];
    const std::string self = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t length = ::readlink(self.c_str(), link, sizeof link);
    const std::string frames = path_ + "/frames/";
    return length == static_cast<ssize_t>(frames.size() + 16) &&
           std::string_view(link, frames.size()) == frames;
}

}  // namespace livecam::fuzz

// The linker leads every call of these functions here (--wrap).
extern "C" {

void* __real_mmap(void*, std::size_t, int, int, int, off_t);
int __real_munmap(void*, std::size_t);
int __real_openat(int, const char*, int, ...);

void* __wrap_mmap(void* address, std::size_t length, int protection, int flags, int fd, off_t at) {
    using namespace livecam::fuzz;
    if (address != nullptr || fd < 0) {
        return __real_mmap(address, length, protection, flags, fd, at);
    }
    const std::size_t whole = (length + kPage - 1) / kPage * kPage;
    void* area = __real_mmap(nullptr, whole + 2 * kPage, PROT_NONE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    require(area != MAP_FAILED);
    char* begin = static_cast<char*>(area) + kPage;
    if (__real_mmap(begin, length, protection, flags | MAP_FIXED, fd, at) == MAP_FAILED) {
        __real_munmap(area, whole + 2 * kPage);
        return MAP_FAILED;
    }
    const std::lock_guard lock(mappings().mutex);
    mappings().all[begin] = length;
    return begin;
}

int __wrap_munmap(void* address, std::size_t length) {
    using namespace livecam::fuzz;
    const std::lock_guard lock(mappings().mutex);
    const auto found = mappings().all.find(static_cast<char*>(address));
    if (found == mappings().all.end()) {
        return __real_munmap(address, length);
    }
    require(found->second == length);
    mappings().all.erase(found);
    const std::size_t whole = (length + kPage - 1) / kPage * kPage;
    return __real_munmap(static_cast<char*>(address) - kPage, whole + 2 * kPage);
}

int __wrap_openat(int directory, const char* name, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : mode_t{0};
    va_end(arguments);
    using namespace livecam;
    // A reader opens three names of the store, and frames by their serial; all else is the
    // writer's.
    const std::string_view text = name;
    const bool known =
        text == layout::kIndexName || text == layout::kFramesName || text == layout::kDemandName;
    if ((flags & (O_CREAT | O_DIRECTORY)) == 0 && !known) {
        fuzz::require(text.size() == 16 &&
                      text.find_first_not_of("0123456789abcdef") == std::string_view::npos);
        fuzz::require((flags & (O_NONBLOCK | O_NOFOLLOW)) == (O_NONBLOCK | O_NOFOLLOW) &&
                      (flags & O_ACCMODE) == O_RDONLY);
    }
    return __real_openat(directory, name, flags, mode);
}
}
