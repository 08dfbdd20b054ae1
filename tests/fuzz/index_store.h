// A store whose index and demand a fuzzer overwrites while readers use it. Every mapping of it lies
// between pages that cannot be read, and every name that is opened in frames/ is checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/fd.h"
#include "shared/store_reader.h"

namespace livecam::fuzz {

void require(bool holds);  // aborts

class IndexStore {
  public:
    /// Made once, in a directory on /dev/shm that goes at exit.
    static IndexStore& get();

    /// The index and demand as their writer left them.
    void restore();

    /// Bytes of the index from `offset`, which is taken modulo its length.
    void patch(std::uint64_t offset, std::string_view bytes) const;
    void patch_demand(std::uint64_t offset, std::string_view bytes) const;
    void resize(std::uint64_t length) const;

    /// Makes the checksums right again, so that what was forged gets past them.
    void forge_checksums() const;

    std::uint64_t length() const { return index_bytes_.size(); }
    const std::string& path() const { return path_; }

    /// Whether the view lies in one mapping of an index.
    static bool mapped(std::string_view bytes);

    /// Whether an open frame lies in frames/.
    bool in_frames(int fd) const;

  private:
    IndexStore();
    ~IndexStore();

    std::string base_;
    std::string path_;
    std::string index_bytes_;
    std::string demand_bytes_;
    Fd index_;
    Fd demand_;
};

}  // namespace livecam::fuzz
