// What a configuration needs in memory, before anything runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/store_writer.h"

namespace livecam::plan {

/// All sizes in bytes.
struct Question {
    StoreOptions store;              // as livecamd opens it; max_bytes nullopt: "auto"
    std::uint64_t cameras = 0;       // that are fetched
    std::uint64_t image_bytes = 0;   // of one picture
    std::uint64_t page_bytes = 0;    // of pages, JSON and files, in whole pages of memory each
    std::uint64_t largest_page = 0;  // with its encodings
    std::uint64_t drafts = 0;        // pictures that may wait for the publisher
    std::int64_t interval_ms = 3000;
    std::uint64_t workers = 1;             // of nginx
    std::uint64_t held_bytes = 64 << 20;   // livecam_held
    std::uint64_t cache_bytes = 64 << 20;  // livecam_cache
    std::uint64_t slow_clients = 0;
    std::uint64_t client_rate = 10'000;          // bytes a second, of each slow client
    std::optional<std::uint64_t> tmpfs_bytes{};  // what the store's file system has; nullopt: none
};

struct Plan {
    std::uint64_t index = 0;          // and as much while a reload replaces it
    std::uint64_t demand = 0;         // the file in which workers count looks
    std::uint64_t pictures = 0;       // cameras × (keep + 1)
    std::uint64_t pages = 0;          // all bodies in all encodings
    std::uint64_t exchange = 0;       // the one picture or page that is being exchanged
    std::uint64_t frames = 0;         // what store.max_bytes has to be at least
    std::uint64_t max_bytes = 0;      // what it is; with "auto": what is needed
    std::uint64_t drafts = 0;         // pictures on their way into the store
    std::uint64_t held = 0;           // worst case of slow clients: workers × 2 × livecam_held
    std::uint64_t held_expected = 0;  // by `slow_clients` at `client_rate`
    std::uint64_t cache = 0;          // copies for TLS: workers × 2 × livecam_cache
    std::uint64_t clients = 0;        // nginx's own memory for slow_clients
    std::uint64_t tmpfs = 0;          // the size to mount
    std::uint64_t total = 0;          // of all memory, in the worst case
    std::vector<std::string> warnings{};  // what does not fit, and the remedy
};

/// A pure function: the same question, the same answer.
Plan make_plan(const Question& question);

}  // namespace livecam::plan
