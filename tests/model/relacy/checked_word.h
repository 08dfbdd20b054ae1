// A stand-in for std::atomic<std::uint64_t> whose every access Relacy sees, so that the very
// templates of shared/latch.h are checked. A bait is the same code with one order taken away here.
#pragma once

#include "tests/model/relacy/relacy.h"

namespace livecam::model {

/// Which orders reach Relacy; a bait leaves one out.
struct Orders {
    bool sequence_release = true;
    bool sequence_acquire = true;
    bool data_release = true;
    bool data_acquire = true;
};

/// How many stores a writer has left before it is killed.
struct Life {
    static constexpr unsigned kForever = ~0U;
    unsigned stores_left = kForever;

    bool spend() noexcept {
        if (stores_left != kForever && stores_left != 0) {
            --stores_left;
            return true;
        }
        return stores_left == kForever;
    }
};

enum class Role { kData, kSequence };

template <Orders kOrders>
class CheckedWord {
  public:
    std::uint64_t load(std::memory_order order) const {
        const bool kept =
            role_ == Role::kSequence ? kOrders.sequence_acquire : kOrders.data_acquire;
        const bool acquire = kept && order == std::memory_order_acquire;
        return value_.load(acquire ? rl::mo_acquire : rl::mo_relaxed, RL_INFO);
    }

    void store(std::uint64_t value, std::memory_order order) {
        const bool kept =
            role_ == Role::kSequence ? kOrders.sequence_release : kOrders.data_release;
        const bool release = kept && order == std::memory_order_release;
        if (life_->spend()) {
            value_.store(value, release ? rl::mo_release : rl::mo_relaxed, RL_INFO);
        }
    }

    /// Before the threads start.
    void begin(Role role, Life& life, std::uint64_t value) {
        role_ = role;
        life_ = &life;
        value_.store(value, rl::mo_relaxed, RL_INFO);
    }

  private:
    Role role_ = Role::kData;
    Life* life_ = nullptr;
    rl::atomic<std::uint64_t> value_;
};

}  // namespace livecam::model
