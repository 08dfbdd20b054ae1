#include "shared/index_writer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "shared/geometry.h"
#include "shared/hash.h"
#include "shared/latch.h"
#include "shared/names.h"
#include "shared/sigbus_guard.h"
#include "shared/store_budget.h"
#include "shared/store_directory.h"

namespace livecam {
namespace {

constexpr mode_t kMode = 0640;

std::uint64_t random_epoch() noexcept {
    std::uint64_t epoch = 0;
    while (epoch == 0) {
        // Cannot fail for so few bytes once the kernel's pool is ready; if it does, try again.
        if (::getrandom(&epoch, sizeof epoch, 0) != sizeof epoch) {
            epoch = 0;
        }
    }
    return epoch;
}

}  // namespace

IndexWriter::IndexWriter(IndexWriter&& other) noexcept {
    *this = std::move(other);
}

IndexWriter& IndexWriter::operator=(IndexWriter&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(base_, other.base_);
    std::swap(length_, other.length_);
    std::swap(geometry_, other.geometry_);
    std::swap(view_, other.view_);
    std::swap(guard_, other.guard_);
    return *this;
}

IndexWriter::~IndexWriter() {
    if (base_ != nullptr) {
        sigbus_guard::remove(guard_);
        ::munmap(base_, length_);
    }
}

Expected<IndexWriter> IndexWriter::map(Fd fd) {
    struct stat status;
    if (::fstat(fd.get(), &status) != 0) {
        return fail_errno("store: cannot look at the index", errno);
    }
    IndexWriter index;
    if (const AttachError error = IndexView::map(fd.get(), ::geteuid(), index.view_);
        error != AttachError::kNone) {
        return fail("store: the index " + std::string(to_string(error)));
    }
    index.length_ = static_cast<std::uint64_t>(status.st_size);
    void* base = ::mmap(nullptr, index.length_, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (base == MAP_FAILED) {
        return fail_errno("store: cannot map the index", errno);
    }
    index.base_ = base;
    index.guard_ = sigbus_guard::add_index(base, index.length_, true);
    index.fd_ = std::move(fd);
    if (read_geometry(index.header(), index.length_, index.geometry_) != AttachError::kNone) {
        return fail("store: the index changed while it was opened");
    }
    return index;
}

Expected<IndexWriter> IndexWriter::create(int directory, const std::string& path,
                                          const IndexShape& shape) {
    std::uint64_t length = 0;
    const layout::Geometry geometry = make_geometry(shape, length);
    Fd fd{::openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, kMode)};
    if (!fd || ::fchmod(fd.get(), kMode) != 0) {
        return fail_errno("store: cannot make an index (is the store on a tmpfs?)", errno);
    }
    if (auto given = give_group(fd.get(), directory, "the index"); !given) {
        return tl::unexpected(given.error());
    }
    // All of it now: a store into a page that a full tmpfs cannot give would be a SIGBUS later.
    if (const int error = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(length)); error != 0) {
        return fail_errno("store: " + path + " has no room for an index of " + human_bytes(length) +
                              " (" + std::to_string(shape.entries) +
                              " paths): raise its size= or name fewer cameras",
                          error);
    }
    layout::Preamble preamble{};
    preamble.magic = layout::kMagic;
    preamble.major = layout::kMajor;
    preamble.minor = shape.minor;
    preamble.total_length = length;
    preamble.epoch = random_epoch();
    preamble.checksum = preamble_checksum(preamble);
    if (::pwrite(fd.get(), &preamble, sizeof preamble, 0) != sizeof preamble ||
        ::pwrite(fd.get(), &geometry, sizeof geometry, sizeof preamble) != sizeof geometry) {
        return fail_errno("store: cannot write the index", errno);
    }
    return map(std::move(fd));
}

AttachError IndexWriter::open(int directory, const char* name, IndexWriter& index) noexcept {
    Fd fd{::openat(directory, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!fd) {
        return errno == ENOENT ? AttachError::kMissing : AttachError::kSystem;
    }
    IndexView probe;
    if (const AttachError error = IndexView::map(fd.get(), ::geteuid(), probe);
        error != AttachError::kNone) {
        return error;
    }
    auto mapped = map(std::move(fd));
    if (!mapped) {
        return AttachError::kSystem;
    }
    index = std::move(*mapped);
    return AttachError::kNone;
}

bool IndexWriter::retire(int directory, const char* name) noexcept {
    const Fd fd{::openat(directory, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    struct stat status;
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size < static_cast<off_t>(sizeof(layout::Preamble))) {
        return false;
    }
    void* base =
        ::mmap(nullptr, sizeof(layout::Preamble), PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
    if (base == MAP_FAILED) {
        return false;
    }
    const int guard = sigbus_guard::add_index(base, sizeof(layout::Preamble), true);
    auto* preamble = static_cast<layout::Preamble*>(base);
    const bool ours = preamble->magic == layout::kMagic;
    if (ours) {
        // Pairs with IndexView::retired: who sees the flag finds the new index under its name.
        preamble->flags.fetch_or(layout::kRetired, std::memory_order_release);
    }
    sigbus_guard::remove(guard);
    ::munmap(base, sizeof(layout::Preamble));
    return ours;
}

void IndexWriter::retire() noexcept {
    header().preamble.flags.fetch_or(layout::kRetired, std::memory_order_release);
}

bool IndexWriter::whole(int directory) const noexcept {
    struct stat status;
    return leads_to(directory, layout::kIndexName, fd_.get()) && ::fstat(fd_.get(), &status) == 0 &&
           static_cast<std::uint64_t>(status.st_size) == length_ &&
           (status.st_mode & 07777) == kMode && view_.intact() && !view_.retired() &&
           !sigbus_guard::dead(guard_);
}

bool IndexWriter::says(std::uint32_t number, std::string_view key,
                       const Descriptor& descriptor) const noexcept {
    if (view_.find(key) != number || view_.key(number) != key) {
        return false;
    }
    Descriptor found;
    if (!view_.read(number, found)) {
        return descriptor.kind == Kind::kNone && found.kind == Kind::kNone;
    }
    return encode(found) == encode(descriptor);
}

int IndexWriter::link(int directory, const char* name) const noexcept {
    char self[32];
    std::snprintf(self, sizeof self, "/proc/self/fd/%d", fd_.get());
    return ::linkat(AT_FDCWD, self, directory, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

IndexShape IndexWriter::shape() const noexcept {
    return {geometry_.entry_capacity, geometry_.key_capacity, view_.minor()};
}

layout::Entry& IndexWriter::entry(std::uint32_t number) const noexcept {
    char* entries = static_cast<char*>(base_) + geometry_.entry_offset;
    return reinterpret_cast<layout::Entry*>(entries)[number];
}

std::optional<std::uint32_t> IndexWriter::add(std::string_view key) noexcept {
    layout::Progress& progress = header().progress;
    const std::uint64_t count = progress.entry_count.load(std::memory_order_relaxed);
    const std::uint64_t used = progress.key_bytes.load(std::memory_order_relaxed);
    if (key.empty() || key.size() > layout::kMaxKeyBytes || count >= geometry_.entry_capacity ||
        used > geometry_.key_capacity || key.size() > geometry_.key_capacity - used) {
        return std::nullopt;
    }
    const std::uint64_t hash = key_hash(key);
    auto* buckets =
        reinterpret_cast<layout::Word*>(static_cast<char*>(base_) + geometry_.bucket_offset);
    const std::uint64_t mask = geometry_.bucket_count - 1;
    std::uint64_t bucket = hash & mask;
    std::uint64_t probes = 0;
    while (buckets[bucket].load(std::memory_order_relaxed) != 0) {
        if (++probes > mask) {
            return std::nullopt;  // twice as many buckets as entries: somebody filled them
        }
        bucket = (bucket + 1) & mask;
    }
    const auto number = static_cast<std::uint32_t>(count);
    std::memcpy(static_cast<char*>(base_) + geometry_.key_offset + used, key.data(), key.size());
    layout::Entry& made = entry(number);
    made.key_offset = used;
    made.key_length = key.size();
    made.hash = hash;
    if (geometry_.head_offset != 0) {
        char* heads = static_cast<char*>(base_) + geometry_.head_offset;
        layout::KeyHead& head = reinterpret_cast<layout::KeyHead*>(heads)[number];
        head.length = static_cast<std::uint16_t>(key.size());
        std::memcpy(head.bytes, key.data(), std::min(key.size(), sizeof head.bytes));
    }
    progress.key_bytes.store(used + key.size(), std::memory_order_release);
    // The count before the bucket: killed in between, the next writer finds an entry that no bucket
    // leads to and rebuilds the index (adoption.cpp). The other way round it would give the number
    // out twice. Both pair with acquires in IndexView.
    progress.entry_count.store(count + 1, std::memory_order_release);
    buckets[bucket].store(layout::bucket_word(hash, number), std::memory_order_release);
    return number;
}

void IndexWriter::write(std::uint32_t number, const Descriptor& descriptor) noexcept {
    layout::Entry& target = entry(number);
    latch_write(target.sequence, target.copies, encode(descriptor));
}

void IndexWriter::announce(std::uint32_t number) noexcept {
    auto* ring = reinterpret_cast<layout::Word*>(static_cast<char*>(base_) + geometry_.ring_offset);
    layout::Progress& progress = header().progress;
    const std::uint64_t generation = progress.generation.load(std::memory_order_relaxed) + 1;
    // Pairs with IndexView::changes; before the generation, so that no reader looks for it too
    // soon.
    ring[generation & (geometry_.ring_size - 1)].store(layout::ring_word(generation, number),
                                                       std::memory_order_release);
    progress.generation.store(generation, std::memory_order_release);
}

std::uint64_t IndexWriter::serial() const noexcept {
    return header().progress.serial.load(std::memory_order_relaxed);
}

void IndexWriter::set_serial(std::uint64_t serial) noexcept {
    header().progress.serial.store(serial, std::memory_order_release);
}

void IndexWriter::set_generation(std::uint64_t generation) noexcept {
    header().progress.generation.store(generation, std::memory_order_release);
}

void IndexWriter::write_summary(const Summary& summary) noexcept {
    latch_write(header().summary.sequence, header().summary.copies, encode(summary));
}

layout::Liveness& IndexWriter::liveness() noexcept {
    return header().liveness;
}

bool IndexWriter::copy_from(const IndexWriter& old) noexcept {
    const std::uint32_t count = old.view_.entry_count();
    for (std::uint32_t number = 0; number < count; ++number) {
        const std::string_view key = old.view_.key(number);
        if (key.empty() || view_.find(key) || add(key) != number) {
            return false;
        }
        // Also if nothing is there: adoption looks at the generation of an entry that went.
        Descriptor descriptor;
        old.view_.read(number, descriptor);
        write(number, descriptor);
    }
    layout::Liveness& from = old.header().liveness;
    layout::Liveness& to = header().liveness;
    to.heartbeat_ns.store(from.heartbeat_ns.load(std::memory_order_relaxed));
    to.phase.store(from.phase.load(std::memory_order_relaxed));
    to.pid.store(from.pid.load(std::memory_order_relaxed));
    to.started_at.store(from.started_at.load(std::memory_order_relaxed));
    to.ready_at.store(from.ready_at.load(std::memory_order_relaxed));
    set_serial(old.serial());
    set_generation(old.view_.generation());
    if (Summary summary; old.view_.summary(summary)) {
        write_summary(summary);
    }
    return true;
}

}  // namespace livecam
