// "did you mean …": the known word nearest to a mistyped one.
#pragma once

#include <span>
#include <string_view>

namespace livecam::config {

/// The candidate with the fewest edits (insert, delete, replace, swap neighbours; case is free), or
/// empty if none is nearer than a third of the word's length and at least one edit.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace livecam::config
