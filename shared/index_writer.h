// An index file as its writer maps it. Only what readers may see at any instant is done here: keys
// before buckets, descriptors through the latch, ring slots before the generation.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/descriptor.h"
#include "shared/error.h"
#include "shared/fd.h"
#include "shared/geometry.h"
#include "shared/index_view.h"
#include "shared/summary.h"

namespace livecam {

class IndexWriter {
  public:
    IndexWriter() noexcept = default;
    IndexWriter(IndexWriter&& other) noexcept;
    IndexWriter& operator=(IndexWriter&& other) noexcept;
    ~IndexWriter();

    /// A new, empty index without a name, all its memory reserved, mode 0640. `path` names the
    /// store in errors.
    static Expected<IndexWriter> create(int directory, const std::string& path,
                                        const IndexShape& shape);

    /// Maps the index of this name. kMissing if there is none.
    static AttachError open(int directory, const char* name, IndexWriter& index) noexcept;

    /// Sets RETIRED in whatever index has this name, of any layout version: the preamble is frozen.
    /// False if there is none or it is too short to be one.
    static bool retire(int directory, const char* name) noexcept;

    /// The same for this one, through its mapping: it may have lost its name.
    void retire() noexcept;

    /// Whether this still is what was written: under its name, whole, the right mode.
    bool whole(int directory) const noexcept;

    /// Whether an entry says this. What has kind kNone is not compared further.
    bool says(std::uint32_t entry, std::string_view key,
              const Descriptor& descriptor) const noexcept;

    /// Gives the new index a temporary name; the caller renames it.
    int link(int directory, const char* name) const noexcept;

    const IndexView& view() const noexcept { return view_; }
    std::uint64_t length() const noexcept { return length_; }
    IndexShape shape() const noexcept;
    std::uint64_t entry_capacity() const noexcept { return geometry_.entry_capacity; }

    /// Adds a path that is not there yet; nullopt if entries or key bytes are used up.
    std::optional<std::uint32_t> add(std::string_view key) noexcept;

    void write(std::uint32_t entry, const Descriptor& descriptor) noexcept;

    /// Tells readers that `entry` changed: the next slot of the ring, then the generation.
    void announce(std::uint32_t entry) noexcept;

    std::uint64_t serial() const noexcept;
    void set_serial(std::uint64_t serial) noexcept;
    void set_generation(std::uint64_t generation) noexcept;
    void write_summary(const Summary& summary) noexcept;
    layout::Liveness& liveness() noexcept;

    /// Everything of `old` into this empty, larger one: entries keep their numbers.
    bool copy_from(const IndexWriter& old) noexcept;

  private:
    static Expected<IndexWriter> map(Fd fd);
    layout::Header& header() const noexcept { return *static_cast<layout::Header*>(base_); }
    layout::Entry& entry(std::uint32_t number) const noexcept;

    Fd fd_;
    void* base_ = nullptr;
    std::uint64_t length_ = 0;
    layout::Geometry geometry_{};
    IndexView view_;
    int guard_ = -1;
};

}  // namespace livecam
