// nginx's headers come first.
#include "ngx_module/demand_counter.h"
//
#include <cstdlib>

namespace livecam::http {
namespace {

constexpr std::int64_t kPeriodMs = 1000;
/// Entries above this are not counted: an index that claims more must not cost memory.
constexpr std::uint32_t kMaxEntries = 65536;

bool elapsed(std::int64_t since, std::int64_t now) noexcept {
    return now < since || now - since >= kPeriodMs;  // now < since: the clock was set back
}

}  // namespace

DemandCounter::~DemandCounter() {
    ngx_free(pending_);
}

bool DemandCounter::reserve(std::uint32_t entry) noexcept {
    if (entry < capacity_) {
        return true;
    }
    if (entry >= kMaxEntries) {
        return false;
    }
    std::uint32_t capacity = capacity_ != 0 ? capacity_ : 64;
    while (capacity <= entry) {
        capacity *= 2;
    }
    auto* grown = static_cast<Pending*>(ngx_calloc(capacity * sizeof(Pending), log_));
    if (grown == nullptr) {
        return false;
    }
    if (pending_ != nullptr) {
        ngx_memcpy(grown, pending_, capacity_ * sizeof(Pending));
        ngx_free(pending_);
    }
    pending_ = grown;
    capacity_ = capacity;
    return true;
}

void DemandCounter::reopen(int directory, std::uint64_t epoch, std::int64_t now_ms) noexcept {
    if (epoch == epoch_ && !elapsed(tried_at_, now_ms)) {
        return;
    }
    tried_at_ = now_ms;
    if (epoch == epoch_ && file_.named()) {  // without a name it was replaced
        return;
    }
    file_ = DemandFile::open(directory, epoch);
    epoch_ = epoch;
}

void DemandCounter::look(int directory, std::uint64_t epoch, std::uint32_t entry,
                         std::int64_t now_ms) noexcept {
    reopen(directory, epoch, now_ms);
    if (!file_ || !reserve(entry)) {
        return;
    }
    Pending& pending = pending_[entry];
    ++pending.hits;
    if (elapsed(pending.written_at, now_ms)) {
        file_.add(entry, now_ms, pending.hits);
        pending = {0, now_ms};
    }
}

}  // namespace livecam::http
