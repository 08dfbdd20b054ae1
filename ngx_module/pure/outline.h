// What a worker has to know of the site to speak of cameras: published as the content of /events.
// Fields, an empty line, and members of a JSON object, which go into /api/state.json as they are.
//
//     Prefix: /wall
//     Version: 00ff00ff00ff00ff
//     Groups: lcc bcc
//
//     "title":"Wasatch","groups":[{"id":"lcc","name":"LCC"}]
//
// The prefix stands before all addresses; the version is another for every list of cameras and
// every design; the groups are in the order of the bits in Descriptor::groups.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace livecam::http {

class Outline {
  public:
    Outline() noexcept = default;
    /// `text` must outlive it. Never fails: what is not there, or does not look like the above, is
    /// empty.
    explicit Outline(std::string_view text) noexcept;

    std::string_view prefix() const noexcept { return prefix_; }
    std::string_view version() const noexcept { return version_; }
    std::string_view members() const noexcept { return members_; }

    /// The bit of a group; empty if there is none of this id.
    std::optional<std::uint64_t> group(std::string_view id) const noexcept;

    /// Calls visit(bit, id) for each group, until it says false.
    template <class Visit>
    void for_each_group(Visit visit) const noexcept {
        std::string_view rest = groups_;
        for (int bit = 0; bit < 64 && !rest.empty(); ++bit) {
            const std::size_t space = rest.find(' ');
            if (!visit(std::uint64_t{1} << bit, rest.substr(0, space))) {
                return;
            }
            rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
        }
    }

  private:
    std::string_view prefix_;
    std::string_view version_;
    std::string_view groups_;
    std::string_view members_;
};

}  // namespace livecam::http
