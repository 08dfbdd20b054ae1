// The writer looks after its own store: what somebody did to the files is noticed within seconds
// and set right from memory, while everything goes on.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "shared/demand.h"
#include "shared/frame_file.h"
#include "shared/names.h"
#include "shared/store_state.h"

namespace livecam {
namespace {

/// Frames, and entries of the index, that one inspection looks at: a large store takes a few, so
/// that none delays a heartbeat.
constexpr std::size_t kFramesAtOnce = 512;
constexpr std::size_t kEntriesAtOnce = 8192;

/// Other threads know the directories by number: the number stays, what it leads to changes.
bool lead_to(Fd& number, const Fd& other) noexcept {
    return ::dup3(other.get(), number.get(), O_CLOEXEC) >= 0;
}

bool is_directory(const std::string& path, int fd) noexcept {
    struct stat named;
    struct stat open;
    return ::stat(path.c_str(), &named) == 0 && ::fstat(fd, &open) == 0 &&
           named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

/// A directory that was deleted still says which group and mode it had.
Expected<void> make_like(int old, const std::string& path) {
    struct stat status;
    if (::fstat(old, &status) != 0 || ::mkdir(path.c_str(), 0700) != 0) {
        return errno == EEXIST
                   ? Expected<void>{}
                   : fail_errno("store: " + path + " is gone and cannot be made anew", errno);
    }
    if (::chown(path.c_str(), static_cast<uid_t>(-1), status.st_gid) != 0 ||
        ::chmod(path.c_str(), status.st_mode & 07777) != 0) {
        const int error = errno;
        ::rmdir(path.c_str());
        return fail_errno("store: " + path + " is gone and cannot be given its group " +
                              std::to_string(status.st_gid) + " again: make it by hand",
                          error);
    }
    return {};
}

/// The directory was deleted, or another one put in its place.
Expected<void> reopen_directory(StoreDirectory& store, const std::string& path) {
    if (auto made = make_like(store.directory.get(), path); !made) {
        return made;
    }
    auto fresh = open_store_directory(path);
    if (!fresh) {
        return tl::unexpected(fresh.error());
    }
    if (!lead_to(store.directory, fresh->directory) || !lead_to(store.frames, fresh->frames)) {
        return fail_errno("store: cannot take over the new " + path, errno);
    }
    store.lock = std::move(fresh->lock);
    return {};
}

/// What makes frames/ other than it was: nothing, its mode, or all of it.
enum class Frames { kWhole, kMode, kOther };

Frames look_at_frames(const StoreDirectory& store) noexcept {
    struct stat status;
    if (!leads_to(store.directory.get(), layout::kFramesName, store.frames.get()) ||
        ::fstat(store.frames.get(), &status) != 0) {
        return Frames::kOther;
    }
    return (status.st_mode & 0777) == 0750 ? Frames::kWhole : Frames::kMode;
}

Expected<void> reopen_frames(StoreDirectory& store, const std::string& path) {
    struct stat status;
    if (::fstatat(store.directory.get(), layout::kFramesName, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISDIR(status.st_mode)) {
        if (const int error = remove_name(store.directory.get(), layout::kFramesName); error != 0) {
            return fail_errno("store: " + path + "/frames is no directory, and cannot be removed",
                              error);
        }
    }
    auto fresh = open_frames(store.directory.get(), path);
    if (!fresh) {
        return tl::unexpected(fresh.error());
    }
    if (!lead_to(store.frames, *fresh)) {
        return fail_errno("store: cannot take over the new " + path + "/frames", errno);
    }
    return {};
}

void add(std::string& all, const char* what) {
    all += (all.empty() ? "" : ", ") + std::string(what);
}

}  // namespace

bool StoreWriter::State::index_is_whole() {
    const IndexView& view = index.view();
    if (!index.whole(store.directory.get()) || view.entry_count() != keys.size() ||
        view.generation() != generation || index.serial() != last_serial) {
        return false;
    }
    const std::size_t count = std::min(kEntriesAtOnce, keys.size());
    for (std::size_t i = 0; i < count; ++i) {
        next_compared = (next_compared + 1) % keys.size();
        const auto entry = static_cast<std::uint32_t>(next_compared);
        if (!index.says(entry, keys[entry], descriptors[entry])) {
            return false;
        }
    }
    return true;
}

bool StoreWriter::State::has_frame(std::uint64_t serial, std::uint64_t length) const {
    struct stat status;
    return ::fstatat(store.frames.get(), frame_name(serial).data(), &status, AT_SYMLINK_NOFOLLOW) ==
               0 &&
           S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) == length;
}

bool StoreWriter::State::has_newest(const Descriptor& descriptor) const {
    // Older pictures of a camera go anyway; a body needs all it has.
    const std::size_t count = descriptor.kind == Kind::kFrames
                                  ? std::min<std::size_t>(descriptor.frame_count, 1)
                                  : descriptor.frame_count;
    for (std::size_t i = 0; i < count; ++i) {
        if (!has_frame(descriptor.frames[i].serial, descriptor.frames[i].length)) {
            return false;
        }
    }
    return descriptor.headers_serial == 0 ||
           has_frame(descriptor.headers_serial, descriptor.headers_length);
}

std::vector<std::uint32_t> StoreWriter::State::lost_entries(bool all) {
    std::vector<std::uint32_t> lost;
    std::size_t looked = 0;
    for (std::size_t i = 0; i < keys.size() && (all || looked < kFramesAtOnce); ++i) {
        next_inspected = (next_inspected + 1) % keys.size();
        const Descriptor& descriptor = descriptors[next_inspected];
        looked += descriptor.frame_count;
        if (!has_newest(descriptor)) {
            lost.push_back(static_cast<std::uint32_t>(next_inspected));
        }
    }
    return lost;
}

Expected<StoreWriter::Inspection> StoreWriter::inspect() {
    State& s = *state_;
    const std::string& path = s.options.path;
    Inspection inspection;
    bool all = false;
    if (!is_directory(path, s.store.directory.get())) {
        if (auto done = reopen_directory(s.store, path); !done) {
            return tl::unexpected(done.error());
        }
        add(inspection.mended, "the directory was replaced");
        all = true;
    } else if (!leads_to(s.store.directory.get(), layout::kLockName, s.store.lock.get())) {
        struct stat status;
        const bool other = ::fstatat(s.store.directory.get(), layout::kLockName, &status,
                                     AT_SYMLINK_NOFOLLOW) == 0 &&
                           S_ISREG(status.st_mode);
        if (!other) {
            remove_name(s.store.directory.get(), layout::kLockName);
        }
        auto lock = take_lock(s.store.directory.get(), path);
        if (!lock) {
            s.superseded = other;
            return tl::unexpected(lock.error());
        }
        s.store.lock = std::move(*lock);
        add(inspection.mended, "lock was removed");
    }
    if (const Frames frames = look_at_frames(s.store); frames != Frames::kWhole) {
        if (auto done = reopen_frames(s.store, path); !done) {
            return tl::unexpected(done.error());
        }
        add(inspection.mended,
            frames == Frames::kOther ? "frames/ was replaced" : "frames/ had another mode");
        all = all || frames == Frames::kOther;
    }
    const bool index_is_whole = s.index_is_whole();
    if (!index_is_whole || all) {
        // Also for other frames: readers hold that directory, too, and look again when retired.
        if (auto done = s.rebuild(s.index.shape()); !done) {
            return tl::unexpected(done.error());
        }
        if (!index_is_whole) {
            add(inspection.mended, "the index was not what was written");
        }
    } else if (const auto capacity = static_cast<std::uint32_t>(s.index.entry_capacity());
               !DemandFile::whole(s.store.directory.get(), s.index.view().epoch(), capacity)) {
        if (!DemandFile::create(s.store.directory.get(), s.index.view().epoch(), capacity)) {
            return fail_errno("store: cannot make " + path + "/demand", errno);
        }
        add(inspection.mended, "demand was not what was made");
    }
    inspection.lost = s.lost_entries(all);
    return inspection;
}

bool StoreWriter::superseded() const noexcept {
    return state_->superseded;
}

}  // namespace livecam
