// What may be shown on a terminal, whoever wrote it.
#pragma once

#include <string>
#include <string_view>

namespace livecam::ctl {

/// Visible ASCII and blanks as they are, one column each; every other byte is a question mark: a
/// path in a store that somebody else writes must neither steer the terminal nor shift a table.
std::string printable(std::string_view text);

}  // namespace livecam::ctl
