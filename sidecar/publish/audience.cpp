#include "sidecar/publish/audience.h"

#include "sidecar/publish/wall.h"

namespace livecam::publish {

void Audience::reopen(const StoreWriter& store) {
    if (file_ && epoch_ == store.epoch()) {
        return;
    }
    file_ = DemandFile::open(store.directory(), store.epoch());
    if (epoch_ != store.epoch()) {
        told_.clear();
    }
    epoch_ = store.epoch();
}

std::vector<std::string> Audience::newly_looked(const StoreWriter& store,
                                                std::chrono::milliseconds idle_after) {
    reopen(store);
    demands_.resize(store.entry_count());
    demands_.resize(file_.read(demands_));
    const std::int64_t pause = idle_after.count() / 4;
    const std::string pictures = picture_path("");
    std::vector<std::string> slugs;
    for (std::uint32_t entry = 0; entry < demands_.size(); ++entry) {
        const std::int64_t look = demands_[entry].last_look;
        if (look == 0) {
            continue;
        }
        std::int64_t& told = told_[entry];
        if (look >= told && look - told < pause) {
            continue;
        }
        told = look;  // also when the clock went back
        const std::string_view key = store.key(entry);
        if (key.starts_with(pictures)) {
            slugs.emplace_back(key.substr(pictures.size()));
        }
    }
    return slugs;
}

}  // namespace livecam::publish
