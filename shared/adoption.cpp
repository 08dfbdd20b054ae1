#include "shared/adoption.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "shared/demand.h"
#include "shared/fd.h"
#include "shared/frame_file.h"
#include "shared/frame_listing.h"
#include "shared/names.h"

namespace livecam {
namespace {

/// A writer died while it replaced the index. If index.old still is the index, the rename had not
/// happened; else its readers were never told.
void finish_replacement(int directory) {
    struct stat old_index;
    struct stat index;
    remove_name(directory, layout::kNewDemandName);
    remove_name(directory, layout::kNewIndexName);
    if (::fstatat(directory, layout::kOldIndexName, &old_index, AT_SYMLINK_NOFOLLOW) != 0) {
        return;
    }
    const bool same = ::fstatat(directory, layout::kIndexName, &index, AT_SYMLINK_NOFOLLOW) == 0 &&
                      index.st_ino == old_index.st_ino && index.st_dev == old_index.st_dev;
    if (!same) {
        IndexWriter::retire(directory, layout::kOldIndexName);
    }
    remove_name(directory, layout::kOldIndexName);
}

/// Where a store without an index begins: at the time of day in nanoseconds, above whatever a lost
/// one gave out, so that a worker that still holds an old frame never takes it for a new one.
std::uint64_t first_serial() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

/// Every entry must be reachable by its own key, else a writer died while it added one.
bool whole(const IndexView& view) {
    for (std::uint32_t entry = 0; entry < view.entry_count(); ++entry) {
        if (view.find(view.key(entry)) != entry) {
            return false;
        }
    }
    return true;
}

/// Takes out what is not there any more. A camera keeps its older pictures; a body with a missing
/// variant is rendered again anyway, and goes.
bool keep_whole_frames(int frames, Descriptor& descriptor) {
    bool changed = false;
    if (descriptor.headers_serial != 0 &&
        !open_frame(frames, descriptor.headers_serial, descriptor.headers_length)) {
        descriptor.headers_serial = 0;
        descriptor.headers_length = 0;
        changed = true;
    }
    std::uint8_t kept = 0;
    for (std::uint8_t i = 0; i < descriptor.frame_count; ++i) {
        if (open_frame(frames, descriptor.frames[i].serial, descriptor.frames[i].length)) {
            descriptor.frames[kept++] = descriptor.frames[i];
        }
    }
    changed = changed || kept != descriptor.frame_count;
    if (kept != descriptor.frame_count && descriptor.kind != Kind::kFrames) {
        kept = 0;
        descriptor.kind = Kind::kNone;
    }
    descriptor.frame_count = kept;
    return changed;
}

void adopt_entries(int frames, Adoption& adoption) {
    const IndexView& view = adoption.index.view();
    adoption.descriptors.resize(view.entry_count());
    for (std::uint32_t entry = 0; entry < view.entry_count(); ++entry) {
        Descriptor descriptor;
        if (!view.read(entry, descriptor)) {
            // Nothing is there, so it has no frames; but that it went may not have been told.
            Descriptor nothing;
            nothing.generation = descriptor.generation;
            descriptor = nothing;
        }
        const bool mended = keep_whole_frames(frames, descriptor);
        // Killed between latch and ring: the change is visible, and nobody was told.
        const bool untold = descriptor.generation > view.generation();
        if (mended || untold) {
            descriptor.generation = view.generation() + 1;
            adoption.index.write(entry, descriptor);
            adoption.index.announce(entry);
        }
        for (const FrameUse& use : frames_of(descriptor)) {
            adoption.frames.add(use.serial, use.length);
        }
        adoption.descriptors[entry] = descriptor;
    }
}

std::size_t sweep(int frames, const std::vector<std::uint64_t>& serials, const FrameTable& table) {
    std::size_t swept = 0;
    for (const std::uint64_t serial : serials) {
        if (!table.length(serial)) {
            ::unlinkat(frames, frame_name(serial).data(), 0);
            ++swept;
        }
    }
    return swept;
}

/// The new index for what is there: the old one's entries if they can be copied, else nothing.
Expected<IndexWriter> rebuilt(int directory, const std::string& path, const IndexWriter* old,
                              const IndexShape& wanted) {
    if (old != nullptr) {
        IndexShape shape = old->shape();
        shape.entries = std::max(shape.entries, wanted.entries);
        shape.key_bytes = std::max(shape.key_bytes, wanted.key_bytes);
        shape.minor = wanted.minor;
        auto next = IndexWriter::create(directory, path, shape);
        if (!next || next->copy_from(*old)) {
            return next;
        }
    }
    return IndexWriter::create(directory, path, wanted);
}

/// Whether the writer can go on with this index. Of another minor it cannot: what it adds would
/// lack what readers of that one rely on.
bool fits(const IndexWriter& index, const IndexShape& wanted) {
    const IndexShape shape = index.shape();
    return shape.entries >= wanted.entries && shape.key_bytes >= wanted.key_bytes &&
           shape.minor == wanted.minor && !index.view().retired() && whole(index.view());
}

}  // namespace

Expected<Adoption> adopt(const StoreDirectory& store, const std::string& path,
                         const IndexShape& wanted) {
    const int directory = store.directory.get();
    finish_replacement(directory);

    Adoption adoption;
    const AttachError error = IndexWriter::open(directory, layout::kIndexName, adoption.index);
    const bool found = error == AttachError::kNone;
    if (!found || !fits(adoption.index, wanted)) {
        auto next = rebuilt(directory, path, found ? &adoption.index : nullptr, wanted);
        if (!next) {
            return tl::unexpected(next.error());
        }
        if (auto replaced = replace_index(store, *next); !replaced) {
            return tl::unexpected(replaced.error());
        }
        adoption.index = std::move(*next);
    } else if (!DemandFile::whole(directory, adoption.index.view().epoch(),
                                  static_cast<std::uint32_t>(adoption.index.entry_capacity())) &&
               !DemandFile::create(directory, adoption.index.view().epoch(),
                                   static_cast<std::uint32_t>(adoption.index.entry_capacity()))) {
        return fail_errno("store: cannot make " + path + "/demand", errno);
    }

    const std::vector<std::uint64_t> serials = named_serials(store.frames.get());
    std::uint64_t highest = std::max(adoption.index.serial(), found ? 0 : first_serial());
    for (const std::uint64_t serial : serials) {
        highest = std::max(highest, serial);
    }
    adoption.index.set_serial(highest);
    adopt_entries(store.frames.get(), adoption);
    const std::size_t swept = sweep(store.frames.get(), serials, adoption.frames);

    adoption.opening = "store: " + path + ": adopted " +
                       std::to_string(adoption.descriptors.size()) + " entries with " +
                       std::to_string(adoption.frames.frames()) + " frames, swept " +
                       std::to_string(swept);
    if (!found && error != AttachError::kMissing) {
        adoption.opening += "; the index " + std::string(to_string(error)) + " and was replaced";
    }
    return adoption;
}

}  // namespace livecam
