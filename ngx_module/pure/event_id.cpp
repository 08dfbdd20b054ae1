#include "ngx_module/pure/event_id.h"

#include "ngx_module/pure/etag.h"

namespace livecam::http {

std::optional<EventId> parse_event_id(std::string_view text) noexcept {
    constexpr std::size_t epoch_digits = 16;
    if (text.size() < epoch_digits + 2 || text.size() > kMaxEventIdBytes ||
        text[epoch_digits] != '-') {
        return std::nullopt;
    }
    const std::optional<std::uint64_t> epoch = parse_etag_digits(text.substr(0, epoch_digits));
    const char* first = text.data() + epoch_digits + 1;
    const char* last = text.data() + text.size();
    EventId id;
    const auto [end, error] = std::from_chars(first, last, id.generation);
    if (!epoch || error != std::errc{} || end != last) {
        return std::nullopt;
    }
    id.epoch = *epoch;
    return id;
}

}  // namespace livecam::http
