// What a worker has to know of the site to speak of cameras: published as the content of /events
// and of /api/state.json. One line with the prefix of all addresses, one with a number that is
// another for every list of cameras and every design, and one for each group's id, in the order of
// the bits in Descriptor::groups.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

class Outline {
  public:
    Outline() noexcept = default;
    /// `text` must outlive it. What does not look like the above is an outline without prefix,
    /// version and groups.
    explicit Outline(std::string_view text) noexcept;

    std::string_view prefix() const noexcept { return prefix_; }
    std::string_view version() const noexcept { return version_; }

    /// The bit of a group; empty if there is none of this id.
    std::optional<std::uint64_t> group(std::string_view id) const noexcept;

  private:
    std::string_view prefix_;
    std::string_view version_;
    std::string_view groups_;
};

}  // namespace livecam::http
