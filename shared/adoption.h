// What a starting writer does with the store it finds: finish what a killed one began, take over
// every entry whose frames are whole, and unlink what nothing refers to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/descriptor.h"
#include "shared/error.h"
#include "shared/frame_table.h"
#include "shared/index_writer.h"
#include "shared/store_directory.h"

namespace livecam {

struct Adoption {
    IndexWriter index;
    std::vector<Descriptor> descriptors;  // as published, one for each entry
    FrameTable frames;
    std::string opening;  // what was found and done, for the log
};

/// `wanted` is the room that must be there, and the layout; an index with less, of another layout,
/// or one that cannot be read, is replaced.
Expected<Adoption> adopt(const StoreDirectory& store, const std::string& path,
                         const IndexShape& wanted);

/// Puts `next` in the place of the index: index.new, index.old, rename, RETIRED, in that order, so
/// that at every instant one name leads to a complete index and every old one is retired in the
/// end.
Expected<void> replace_index(const StoreDirectory& store, const IndexWriter& next);

}  // namespace livecam
