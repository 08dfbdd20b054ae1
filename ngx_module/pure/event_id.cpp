#include "ngx_module/pure/event_id.h"

#include "ngx_module/pure/etag.h"

namespace livecam::http {

namespace {

bool parse_generation(std::string_view text, std::uint64_t& generation) noexcept {
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, generation);
    return error == std::errc{} && end == last;
}

}  // namespace

std::optional<EventId> parse_event_id(std::string_view text) noexcept {
    constexpr std::size_t epoch_digits = 16;
    if (text.size() < epoch_digits + 2 || text.size() > kMaxEventIdBytes ||
        text[epoch_digits] != '-') {
        return std::nullopt;
    }
    const std::optional<std::uint64_t> epoch = parse_etag_digits(text.substr(0, epoch_digits));
    EventId id;
    if (!epoch || !parse_generation(text.substr(epoch_digits + 1), id.generation)) {
        return std::nullopt;
    }
    id.epoch = *epoch;
    return id;
}

std::optional<EventId> parse_since(std::string_view text, std::uint64_t epoch) noexcept {
    EventId id{epoch, 0};
    return parse_generation(text, id.generation) ? id : parse_event_id(text);
}

}  // namespace livecam::http
