#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"

namespace livecam::ctl {

int remove(const std::string& store, const std::string& path) {
    auto writer = open_writer(store);
    if (!writer) {
        return say(writer.error().message);
    }
    const auto entry = writer->find(path);
    if (!entry || writer->descriptor(*entry).kind == Kind::kNone) {
        return say(store + " has no path " + path + "; see livecamctl list");
    }
    writer->remove(*entry);
    return 0;
}

}  // namespace livecam::ctl
