#include "shared/frame_table.h"

#include "shared/store_budget.h"

namespace livecam {

void FrameTable::add(std::uint64_t serial, std::uint64_t length) {
    auto [entry, made] = entries_.try_emplace(serial, Entry{length, 0});
    if (made) {
        bytes_ += frame_cost(length);
    }
    ++entry->second.references;
}

bool FrameTable::drop(std::uint64_t serial) {
    const auto entry = entries_.find(serial);
    if (entry == entries_.end() || --entry->second.references > 0) {
        return false;
    }
    bytes_ -= frame_cost(entry->second.length);
    entries_.erase(entry);
    return true;
}

std::optional<std::uint64_t> FrameTable::length(std::uint64_t serial) const {
    const auto entry = entries_.find(serial);
    if (entry == entries_.end()) {
        return std::nullopt;
    }
    return entry->second.length;
}

std::vector<FrameUse> frames_of(const Descriptor& descriptor) {
    std::vector<FrameUse> uses;
    for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
        uses.push_back({descriptor.frames[i].serial, descriptor.frames[i].length});
    }
    if (descriptor.headers_serial != 0) {
        uses.push_back({descriptor.headers_serial, descriptor.headers_length});
    }
    return uses;
}

}  // namespace livecam
