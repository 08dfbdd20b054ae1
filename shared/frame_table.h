// Which frames have a name, how long they are, and how many descriptors refer to them. The writer's
// own book: rebuilt at adoption, never shared.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "shared/descriptor.h"

namespace livecam {

class FrameTable {
  public:
    void add(std::uint64_t serial, std::uint64_t length);

    /// One reference less; true if it was the last one, and the frame may lose its name.
    bool drop(std::uint64_t serial);

    /// The length of a frame that has a name.
    std::optional<std::uint64_t> length(std::uint64_t serial) const;

    std::uint64_t frames() const noexcept { return entries_.size(); }
    std::uint64_t bytes() const noexcept { return bytes_; }  // in whole pages

  private:
    struct Entry {
        std::uint64_t length = 0;
        std::uint32_t references = 0;
    };
    std::unordered_map<std::uint64_t, Entry> entries_;
    std::uint64_t bytes_ = 0;
};

/// The serials a descriptor refers to: frames, and the headers.
struct FrameUse {
    std::uint64_t serial;
    std::uint64_t length;
};
std::vector<FrameUse> frames_of(const Descriptor& descriptor);

}  // namespace livecam
