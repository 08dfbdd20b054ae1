// Waiting for a condition: the only way a test lets time pass.
#pragma once

#include <chrono>
#include <thread>

namespace livecam::e2e {

using namespace std::chrono_literals;

/// True as soon as `condition()` is; false if it is not within `limit`. Limits are generous,
/// because the machines are shared; a passing test does not use them up.
template <class Condition>
bool until(Condition condition, std::chrono::milliseconds limit = 30s) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

}  // namespace livecam::e2e
