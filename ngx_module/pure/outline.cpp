#include "ngx_module/pure/outline.h"

#include "ngx_module/pure/event_text.h"
#include "ngx_module/pure/field.h"

namespace livecam::http {
namespace {

bool plain_prefix(std::string_view prefix) noexcept {
    return prefix.size() <= kMaxPrefixBytes && plain_name(prefix) && prefix.front() == '/' &&
           prefix.back() != '/';
}

}  // namespace

Outline::Outline(std::string_view text) noexcept {
    const std::size_t end = text.find("\n\n");
    members_ = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    for_each_field(text.substr(0, end),
                   [this](std::string_view name, std::string_view value) noexcept {
                       if (name == "Prefix" && plain_prefix(value)) {
                           prefix_ = value;
                       } else if (name == "Version" && plain_name(value)) {
                           version_ = value;
                       } else if (name == "Groups") {
                           groups_ = value;
                       }
                       return true;
                   });
}

std::optional<std::uint64_t> Outline::group(std::string_view id) const noexcept {
    std::optional<std::uint64_t> found;
    for_each_group([&](std::uint64_t bit, std::string_view known) noexcept {
        if (known == id && !id.empty()) {
            found = bit;
        }
        return !found;
    });
    return found;
}

}  // namespace livecam::http
