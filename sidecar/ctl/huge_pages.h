// Huge pages of a tmpfs: whether this kernel has them, and whether a store uses them.
#pragma once

#include <optional>
#include <string>

namespace livecam::ctl {

/// Whether this kernel takes `huge=within_size` as an option of a tmpfs. As root the kernel itself
/// is asked, and nothing is mounted; else its settings are looked at.
bool huge_pages_possible();

/// What could be better about the file system of `store`; nullopt: nothing.
std::optional<std::string> huge_pages_advice(const std::string& store);

}  // namespace livecam::ctl
