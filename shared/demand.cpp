#include "shared/demand.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "shared/layout.h"
#include "shared/names.h"

namespace livecam {
namespace {

constexpr mode_t kMode = 0660;
constexpr std::uint64_t kMagic = 0x31444E414D454443;  // "CDEMAND1"

struct DemandHeader {
    std::uint64_t magic;
    std::uint64_t epoch;
    std::uint64_t capacity;
    std::uint64_t reserved[5];
};
static_assert(sizeof(DemandHeader) == 64 && sizeof(Demand) == 16);

off_t offset_of(std::uint32_t entry) noexcept {
    return static_cast<off_t>(sizeof(DemandHeader) + std::uint64_t{entry} * sizeof(Demand));
}

}  // namespace

DemandFile DemandFile::open(int directory, std::uint64_t epoch) noexcept {
    DemandFile demand;
    Fd fd{::openat(directory, layout::kDemandName, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    struct stat status;
    DemandHeader header;
    if (fd && ::fstat(fd.get(), &status) == 0 && S_ISREG(status.st_mode) &&
        ::pread(fd.get(), &header, sizeof header, 0) == sizeof header && header.magic == kMagic &&
        header.epoch == epoch && header.capacity < layout::kAnyEntry) {
        demand.fd_ = std::move(fd);
        demand.capacity_ = static_cast<std::uint32_t>(header.capacity);
    }
    return demand;
}

std::uint64_t DemandFile::length_for(std::uint32_t capacity) noexcept {
    return static_cast<std::uint64_t>(offset_of(capacity));
}

bool DemandFile::whole(int directory, std::uint64_t epoch, std::uint32_t capacity) noexcept {
    const DemandFile demand = open(directory, epoch);
    struct stat status;
    return demand && demand.capacity_ == capacity && ::fstat(demand.fd_.get(), &status) == 0 &&
           status.st_size == offset_of(capacity) && (status.st_mode & 07777) == kMode &&
           status.st_uid == ::geteuid();
}

bool DemandFile::named() const noexcept {
    struct stat status;
    return fd_ && ::fstat(fd_.get(), &status) == 0 && status.st_nlink != 0;
}

bool DemandFile::create(int directory, std::uint64_t epoch, std::uint32_t capacity) noexcept {
    remove_name(directory, layout::kNewDemandName);
    Fd fd{::openat(directory, layout::kNewDemandName,
                   O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kMode)};
    if (!fd) {
        return false;
    }
    struct stat old;
    if (::fstatat(directory, layout::kDemandName, &old, AT_SYMLINK_NOFOLLOW) == 0) {
        const Fd named{S_ISREG(old.st_mode)
                           ? ::openat(directory, layout::kDemandName,
                                      O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                           : -1};
        if (named) {
            [[maybe_unused]] const int emptied = ::ftruncate(named.get(), 0);
        } else {
            remove_name(directory, layout::kDemandName);
        }
    }
    const DemandHeader header{kMagic, epoch, capacity, {}};
    // The size is given at once, so that workers only ever write inside the file.
    return ::fchmod(fd.get(), kMode) == 0 &&
           ::posix_fallocate(fd.get(), 0, offset_of(capacity)) == 0 &&
           ::pwrite(fd.get(), &header, sizeof header, 0) == sizeof header &&
           ::renameat(directory, layout::kNewDemandName, directory, layout::kDemandName) == 0;
}

void DemandFile::add(std::uint32_t entry, std::int64_t now, std::uint64_t hits) const noexcept {
    if (!fd_ || entry >= capacity_) {
        return;
    }
    const Demand next{now, read(entry).hits + hits};
    // A short write (the tmpfs is full, the file was truncated) loses a hint and nothing else.
    [[maybe_unused]] const ssize_t written =
        ::pwrite(fd_.get(), &next, sizeof next, offset_of(entry));
}

Demand DemandFile::read(std::uint32_t entry) const noexcept {
    Demand demand;
    if (!fd_ || entry >= capacity_ ||
        ::pread(fd_.get(), &demand, sizeof demand, offset_of(entry)) != sizeof demand) {
        return {};
    }
    return demand;
}

std::size_t DemandFile::read(std::span<Demand> demands) const noexcept {
    if (!fd_ || demands.empty()) {
        return 0;
    }
    demands = demands.first(std::min<std::size_t>(demands.size(), capacity_));
    const ssize_t got =
        ::pread(fd_.get(), demands.data(), demands.size_bytes(), sizeof(DemandHeader));
    return got < 0 ? 0 : static_cast<std::size_t>(got) / sizeof(Demand);
}

}  // namespace livecam
