// One camera as its fetch thread knows it.
#pragma once

#include <atomic>
#include <cstdint>
#include <latch>
#include <memory>
#include <string>

#include "sidecar/fetch/access.h"
#include "sidecar/fetch/auth.h"
#include "sidecar/fetch/schedule.h"
#include "sidecar/fetch/transfer.h"
#include "sidecar/fetch/validators.h"

namespace livecam::fetch {

/// A camera's share of the first round. It ends with the first attempt, or with the camera itself
/// if that goes away before, so that nobody waits for an attempt that will never be made.
class FirstAttempt {
  public:
    explicit FirstAttempt(std::latch& round) noexcept : round_(round) {}
    ~FirstAttempt() { round_.count_down(); }
    FirstAttempt(const FirstAttempt&) = delete;
    FirstAttempt& operator=(const FirstAttempt&) = delete;

  private:
    std::latch& round_;
};

/// The content hash of the picture that is shown, 0 if there is none. Written by the camera's fetch
/// thread and by Pool::set_known(); the value guards nothing else, so relaxed order is enough.
using KnownPicture = std::shared_ptr<std::atomic<std::uint64_t>>;

/// What the configuration says about it.
struct Target {
    std::string slug;
    std::shared_ptr<const Access> access;  // without an origin every attempt fails
    std::uint64_t source = 0;
    milliseconds interval{0};
    KnownPicture known;
    std::unique_ptr<FirstAttempt> first;  // only in the first round
};

class OriginGate;

struct Camera {
    explicit Camera(Target from, Instant now)
        : target(std::move(from)), schedule(target.interval, now) {}

    Target target;
    Schedule schedule;
    Validators validators;
    AuthMemory auth;
    std::unique_ptr<Transfer> kept;  // between two requests, if its nonce is of use
    OriginGate* gate = nullptr;
    bool waiting = false;                // in the gate's queue
    std::unique_ptr<Transfer> transfer;  // not null: a request is under way
    std::int64_t started_at = 0;         // ms since the epoch
    Instant waiting_since{};             // in the gate's queue
    milliseconds waited{0};              // there, before the request under way
};

}  // namespace livecam::fetch
