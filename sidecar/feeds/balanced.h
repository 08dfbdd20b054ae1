// Out of a page that is made for people.
#pragma once

#include <string>
#include <string_view>

namespace livecam::feeds {

/// The object of the first "name = {…}" in a script: from its brace to the one that closes it, with
/// braces in texts and escaped quotes left alone. Empty if there is none, or it has no end.
std::string_view assigned_object(std::string_view page, std::string_view name);

/// The text of a piece of HTML: without tags, spaces together. Entities stay as they are.
std::string without_tags(std::string_view html);

}  // namespace livecam::feeds
