#include "sidecar/pages/links.h"

#include <algorithm>

#include "sidecar/pages/hex.h"

namespace livecam::pages {

std::string group_key(const config::Config& config, std::size_t index) {
    return index == 0 ? "/" : "/" + config.groups[index].id;
}

std::string group_json_key(const config::Group& group) {
    return "/" + group.id + ".json";
}

std::string camera_key(std::string_view slug_or_id) {
    return std::string{"/camera/"}.append(slug_or_id);
}

std::string embed_key(std::string_view slug) {
    return std::string{"/embed/"}.append(slug);
}

std::string canyon_id(const config::Group& group) {
    std::string id = group.id;
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return id;
}

std::string facts_key(const config::Group& group) {
    return "/api/canyon/" + canyon_id(group) + "/udot";
}

std::string image_key(std::string_view slug_or_id) {
    return std::string{"/image/"}.append(slug_or_id);
}

std::string stream_key(std::string_view slug) {
    return std::string{"/stream/"}.append(slug);
}

std::string picture_key(std::string_view slug, std::uint64_t etag) {
    return image_key(slug) + "/" + hex16(etag);
}

std::string shown_key(std::string_view slug, const CameraView& view,
                      const std::string& placeholder) {
    switch (view.shown) {
        case Shown::kPicture:
            return picture_key(slug, view.etag);
        case Shown::kPlaceholder:
            return placeholder;
        case Shown::kNothing:
            break;
    }
    return {};
}

std::string link(const config::Site& site, std::string_view key) {
    return std::string{site.prefix}.append(key);
}

std::string absolute_link(const config::Site& site, std::string_view key) {
    return site.url.empty() ? link(site, key) : std::string{site.url}.append(key);
}

}  // namespace livecam::pages
