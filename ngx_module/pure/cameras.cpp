#include "ngx_module/pure/cameras.h"

#include "ngx_module/pure/event_text.h"

namespace livecam::http {

std::string_view slug_of(std::string_view key) noexcept {
    constexpr std::string_view prefix = "/image/";
    if (key.substr(0, prefix.size()) != prefix) {
        return {};
    }
    key.remove_prefix(prefix.size());
    for (const char c : key) {
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
            return {};
        }
    }
    return key;
}

std::string_view stand_in(const IndexView& index, const Descriptor& camera) noexcept {
    if (!camera.has_picture() || camera.target >= index.entry_count()) {
        return {};
    }
    const std::string_view path = index.key(camera.target);
    return plain_name(path) ? path : std::string_view{};
}

Census take_census(const IndexView& index, std::int64_t now_ms, bool sidecar_alive) noexcept {
    Census census;
    for_each_camera(index, {}, [&](std::string_view, const Descriptor& descriptor) noexcept {
        const Freshness freshness = descriptor.freshness();
        const CameraState state = state_of(freshness, now_ms, sidecar_alive);
        ++census.in_state[static_cast<std::size_t>(state)];
        census.turn = std::min(census.turn, next_turn(freshness, now_ms, sidecar_alive));
    });
    return census;
}

}  // namespace livecam::http
