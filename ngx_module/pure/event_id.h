// Where a client stands: "<epoch>-<generation>", 16 hex digits and a decimal number. It is what
// `id:` of an event says, and what Last-Event-ID and `since` ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ngx_module/pure/text_buffer.h"

namespace livecam::http {

struct EventId {
    std::uint64_t epoch = 0;
    std::uint64_t generation = 0;

    bool operator==(const EventId&) const = default;
};

inline constexpr std::size_t kMaxEventIdBytes = 16 + 1 + 20;

/// Empty for anything else: the client starts from the beginning.
std::optional<EventId> parse_event_id(std::string_view text) noexcept;

/// The same, or the generation alone, of an index of this epoch. Empty for anything else.
std::optional<EventId> parse_since(std::string_view text, std::uint64_t epoch) noexcept;

inline TextBuffer& operator<<(TextBuffer& out, EventId id) noexcept {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof(digits), id.generation).ptr;
    return out.hex(id.epoch) << "-"
                             << std::string_view{digits, static_cast<std::size_t>(end - digits)};
}

}  // namespace livecam::http
