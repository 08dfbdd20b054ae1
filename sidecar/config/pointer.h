// RFC 6901 JSON pointers, as they are written in problems.
#pragma once

#include <string>
#include <string_view>

namespace livecam::config {

/// The pointer to a member or an element. A key's "~" and "/" become ~0 and ~1; so that a pointer
/// stays on one line, controls are escaped as in JSON and a key is cut at 80 characters.
std::string child(std::string_view pointer, std::string_view key);
std::string child(std::string_view pointer, std::size_t index);

/// Document order as far as pointers tell it: a parent before its children, numbers as numbers.
bool pointer_less(std::string_view a, std::string_view b) noexcept;

}  // namespace livecam::config
