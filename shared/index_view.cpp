#include "shared/index_view.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "shared/geometry.h"
#include "shared/hash.h"
#include "shared/latch.h"
#include "shared/sigbus_guard.h"

namespace livecam {
namespace {

/// Buckets looked at before a key is given up. At half load linear probing needs a few; a hostile
/// table must not make a worker walk all of it.
constexpr std::uint64_t kMaxProbes = 256;

/// Longer files are no index: a sparse one must not make a reader walk its terabytes. Two million
/// paths fit.
constexpr std::uint64_t kMaxBytes = std::uint64_t{2} << 30;

/// One load and no other, so that the value that was checked is the one that is used.
template <class T>
T load_once(const T& word) noexcept {
    return __atomic_load_n(&word, __ATOMIC_RELAXED);
}

}  // namespace

std::string_view to_string(AttachError error) noexcept {
    switch (error) {
        case AttachError::kNone:
            return "ok";
        case AttachError::kMissing:
            return "is not there yet";
        case AttachError::kWrongOwner:
            return "belongs to another user than expected";
        case AttachError::kWritable:
            return "can be written by others than its owner";
        case AttachError::kNotAnIndex:
            return "holds no index of livecam";
        case AttachError::kUnknownLayout:
            return "has an index of another layout version";
        case AttachError::kDamaged:
            return "has a damaged index";
        case AttachError::kSystem:
            return "cannot be opened";
    }
    return "cannot be used";
}

IndexView::IndexView(IndexView&& other) noexcept {
    *this = std::move(other);
}

IndexView& IndexView::operator=(IndexView&& other) noexcept {
    std::swap(header_, other.header_);
    std::swap(buckets_, other.buckets_);
    std::swap(heads_, other.heads_);
    std::swap(entries_, other.entries_);
    std::swap(keys_, other.keys_);
    std::swap(ring_, other.ring_);
    std::swap(length_, other.length_);
    std::swap(epoch_, other.epoch_);
    std::swap(minor_, other.minor_);
    std::swap(bucket_mask_, other.bucket_mask_);
    std::swap(entry_capacity_, other.entry_capacity_);
    std::swap(key_capacity_, other.key_capacity_);
    std::swap(ring_mask_, other.ring_mask_);
    std::swap(guard_, other.guard_);
    return *this;
}

IndexView::~IndexView() {
    if (header_ != nullptr) {
        sigbus_guard::remove(guard_);
        ::munmap(const_cast<layout::Header*>(header_), length_);
    }
}

AttachError IndexView::map(int fd, std::uint32_t owner, IndexView& view) noexcept {
    struct stat status;
    if (::fstat(fd, &status) != 0) {
        return AttachError::kSystem;
    }
    if (status.st_uid != owner) {
        return AttachError::kWrongOwner;
    }
    const auto length = static_cast<std::uint64_t>(status.st_size);
    if (!S_ISREG(status.st_mode) || length < sizeof(layout::Header) || length > kMaxBytes) {
        return AttachError::kNotAnIndex;
    }
    void* address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, 0);
    if (address == MAP_FAILED) {
        return AttachError::kSystem;
    }
    IndexView mapped;
    mapped.header_ = static_cast<const layout::Header*>(address);
    mapped.length_ = length;
    mapped.guard_ = sigbus_guard::add_index(address, length);
    if (mapped.guard_ < 0) {
        errno = EAGAIN;
        return AttachError::kSystem;
    }
    mapped.epoch_ = load_once(mapped.header_->preamble.epoch);
    mapped.minor_ = load_once(mapped.header_->preamble.minor);

    layout::Geometry g;
    if (const AttachError error = read_geometry(*mapped.header_, length, g);
        error != AttachError::kNone) {
        return error;
    }
    const char* base = static_cast<const char*>(address);
    mapped.buckets_ = reinterpret_cast<const layout::Word*>(base + g.bucket_offset);
    if (g.head_offset != 0) {
        mapped.heads_ = reinterpret_cast<const layout::KeyHead*>(base + g.head_offset);
    }
    mapped.entries_ = reinterpret_cast<const layout::Entry*>(base + g.entry_offset);
    mapped.keys_ = base + g.key_offset;
    mapped.ring_ = reinterpret_cast<const layout::Word*>(base + g.ring_offset);
    mapped.bucket_mask_ = g.bucket_count - 1;
    mapped.entry_capacity_ = g.entry_capacity;
    mapped.key_capacity_ = g.key_capacity;
    mapped.ring_mask_ = g.ring_size - 1;
    if (sigbus_guard::dead(mapped.guard_)) {
        return AttachError::kDamaged;
    }
    view = std::move(mapped);
    return AttachError::kNone;
}

const layout::Entry* IndexView::entry_at(std::uint32_t entry) const noexcept {
    return header_ != nullptr && entry < entry_capacity_ ? &entries_[entry] : nullptr;
}

std::optional<std::uint32_t> IndexView::find(std::string_view path) const noexcept {
    if (header_ == nullptr || path.empty() || path.size() > layout::kMaxKeyBytes) {
        return std::nullopt;
    }
    const std::uint64_t hash = key_hash(path);
    for (std::uint64_t i = 0; i < kMaxProbes; ++i) {
        // Pairs with the writer's release store of the bucket, which comes after key and entry.
        const std::uint64_t bucket =
            buckets_[(hash + i) & bucket_mask_].load(std::memory_order_acquire);
        if (bucket == 0) {
            return std::nullopt;
        }
        if ((bucket ^ hash) >> 32 != 0) {
            continue;
        }
        const auto entry = static_cast<std::uint32_t>(bucket) - 1;
        if (has_key(entry, path)) {
            return entry;
        }
    }
    return std::nullopt;
}

bool IndexView::has_key(std::uint32_t entry, std::string_view path) const noexcept {
    if (heads_ == nullptr || entry >= entry_capacity_) {
        return key(entry) == path;
    }
    const layout::KeyHead& head = heads_[entry];
    if (load_once(head.length) != path.size()) {
        return false;
    }
    return path.size() <= sizeof head.bytes ? std::memcmp(head.bytes, path.data(), path.size()) == 0
                                            : key(entry) == path;
}

std::string_view IndexView::key(std::uint32_t entry) const noexcept {
    const layout::Entry* found = entry_at(entry);
    if (found == nullptr) {
        return {};
    }
    const std::uint64_t offset = load_once(found->key_offset);
    const std::uint64_t length = load_once(found->key_length);
    if (length > layout::kMaxKeyBytes || offset > key_capacity_ ||
        length > key_capacity_ - offset) {
        return {};
    }
    return {keys_ + offset, length};
}

bool IndexView::read(std::uint32_t entry, Descriptor& descriptor) const noexcept {
    const layout::Entry* found = entry_at(entry);
    DescriptorWords words;
    if (found == nullptr || !latch_read(found->sequence, found->copies, words)) {
        return false;
    }
    decode(words, descriptor);
    return descriptor.kind != Kind::kNone;
}

std::uint32_t IndexView::entry_count() const noexcept {
    if (header_ == nullptr) {
        return 0;
    }
    // Pairs with the writer's store after the new entry's key is in place.
    const std::uint64_t count = header_->progress.entry_count.load(std::memory_order_acquire);
    return static_cast<std::uint32_t>(count < entry_capacity_ ? count : entry_capacity_);
}

bool IndexView::broken() const noexcept {
    if (header_ == nullptr) {
        return false;
    }
    const layout::Preamble& preamble = header_->preamble;
    const bool ours = load_once(preamble.magic) == layout::kMagic &&
                      load_once(preamble.total_length) == length_ &&
                      load_once(preamble.epoch) == epoch_;
    return !ours || sigbus_guard::dead(guard_);
}

bool IndexView::intact() const noexcept {
    layout::Geometry geometry;
    return header_ != nullptr && read_geometry(*header_, length_, geometry) == AttachError::kNone &&
           !broken();
}

bool IndexView::retired() const noexcept {
    return header_ == nullptr ||
           (header_->preamble.flags.load(std::memory_order_acquire) & layout::kRetired) != 0 ||
           broken();
}

std::uint64_t IndexView::generation() const noexcept {
    // Pairs with the writer's release store: descriptors and ring slots up to it are visible.
    return header_ != nullptr ? header_->progress.generation.load(std::memory_order_acquire) : 0;
}

layout::Phase IndexView::phase() const noexcept {
    const std::uint64_t phase =
        header_ != nullptr ? header_->liveness.phase.load(std::memory_order_acquire) : 0;
    return phase <= static_cast<std::uint64_t>(layout::Phase::kStopping)
               ? static_cast<layout::Phase>(phase)
               : layout::Phase::kStarting;
}

std::int64_t IndexView::ready_at() const noexcept {
    return header_ != nullptr ? static_cast<std::int64_t>(
                                    header_->liveness.ready_at.load(std::memory_order_acquire))
                              : 0;
}

std::int64_t IndexView::started_at() const noexcept {
    return header_ != nullptr ? static_cast<std::int64_t>(
                                    header_->liveness.started_at.load(std::memory_order_relaxed))
                              : 0;
}

std::uint64_t IndexView::heartbeat_age_ms(std::uint64_t monotonic_ns) const noexcept {
    if (header_ == nullptr) {
        return 0;
    }
    const std::uint64_t beat = header_->liveness.heartbeat_ns.load(std::memory_order_acquire);
    return beat <= monotonic_ns ? (monotonic_ns - beat) / 1'000'000 : 0;
}

bool IndexView::summary(Summary& out) const noexcept {
    SummaryWords words;
    if (header_ == nullptr ||
        !latch_read(header_->summary.sequence, header_->summary.copies, words)) {
        return false;
    }
    out = decode(words);
    return true;
}

bool IndexView::sidecar_alive(std::uint64_t monotonic_ns) const noexcept {
    if (header_ == nullptr) {
        return false;
    }
    const std::uint64_t beat = header_->liveness.heartbeat_ns.load(std::memory_order_acquire);
    // A beat of the future is one from before a reboot: the store outlived its clock.
    return beat != 0 && beat <= monotonic_ns &&
           monotonic_ns - beat < std::uint64_t{layout::kHeartbeatTimeoutMs} * 1'000'000;
}

}  // namespace livecam
