#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "shared/adoption.h"
#include "shared/demand.h"
#include "shared/names.h"

namespace livecam {

Expected<void> replace_index(const StoreDirectory& store, const IndexWriter& next) {
    const int directory = store.directory.get();
    // Before the rename, so that whoever attaches to the new index finds its demand file.
    if (!DemandFile::create(directory, next.view().epoch(),
                            static_cast<std::uint32_t>(next.entry_capacity()))) {
        return fail_errno("store: cannot make the demand file", errno);
    }
    // What stands there is no index of ours: a start has dealt with those before.
    for (const char* name : {layout::kNewIndexName, layout::kOldIndexName}) {
        if (const int error = remove_name(directory, name); error != 0) {
            return fail_errno(std::string("store: cannot remove ") + name, error);
        }
    }
    struct stat index;
    if (::fstatat(directory, layout::kIndexName, &index, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISREG(index.st_mode)) {
        if (const int error = remove_name(directory, layout::kIndexName); error != 0) {
            return fail_errno("store: index is not a file, and cannot be removed", error);
        }
    }
    if (const int error = next.link(directory, layout::kNewIndexName); error != 0) {
        return fail_errno("store: cannot name the new index", error);
    }
    const bool replaces =
        ::linkat(directory, layout::kIndexName, directory, layout::kOldIndexName, 0) == 0;
    if (!replaces && errno != ENOENT) {
        return fail_errno("store: cannot keep the old index as index.old", errno);
    }
    if (::renameat(directory, layout::kNewIndexName, directory, layout::kIndexName) != 0) {
        return fail_errno("store: cannot rename the new index into place", errno);
    }
    // From here on readers of the old index are told; whoever dies before leaves index.old, and the
    // next writer does it.
    if (replaces) {
        IndexWriter::retire(directory, layout::kOldIndexName);
        ::unlinkat(directory, layout::kOldIndexName, 0);
    }
    return {};
}

}  // namespace livecam
