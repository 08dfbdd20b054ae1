// nginx's headers come first.
#include "ngx_module/push/wanted.h"
//
#include "ngx_module/push/arguments.h"
#include "ngx_module/worker_store.h"

namespace livecam::http {

const char* read_filter(ngx_http_request_t* r, Hub& hub, Filter& filter) noexcept {
    if (const std::string_view group = argument(r, "group"); !group.empty()) {
        const std::optional<std::uint64_t> bit = hub.outline().group(group);
        if (!bit) {
            return "no such group\n";
        }
        filter.groups = *bit;
    }
    if (const std::string_view camera = argument(r, "camera"); !camera.empty()) {
        char path[layout::kMaxKeyBytes];
        TextBuffer key{path, sizeof(path)};
        key << "/image/" << camera;
        Descriptor descriptor;
        const IndexView& index = hub.store().index();
        const auto entry = key.full() ? std::nullopt : index.find(key.text());
        if (!entry || !index.read(*entry, descriptor) || descriptor.kind != Kind::kFrames) {
            return "no such camera\n";
        }
        filter.entry = *entry;
    }
    return nullptr;
}

}  // namespace livecam::http
