// One camera as its fetch thread knows it.
#pragma once

#include <atomic>
#include <cstdint>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sidecar/fetch/access.h"
#include "sidecar/fetch/auth.h"
#include "sidecar/fetch/document.h"
#include "sidecar/fetch/endpoint.h"
#include "sidecar/fetch/head_rule.h"
#include "sidecar/fetch/pace.h"
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
    bool learns_interval = false;
    Pace::Limits limits{};  // of a learned interval
    KnownPicture known;
    std::unique_ptr<FirstAttempt> first = nullptr;          // only in the first round
    std::optional<DocumentLimits> document = std::nullopt;  // it is one, and no camera
};

class OriginGate;

/// Where a camera is between two attempts. It holds a place in its gate from kResolving on.
enum class Step : std::uint8_t { kIdle, kQueued, kResolving, kHead, kGet };

struct Camera {
    explicit Camera(Target from, Instant now)
        : target(std::move(from)), schedule(target.interval, now), looked_at(now) {
        endpoints = endpoints_of(target.access->url, target.access->reach.proxy);
    }

    Target target;
    Schedule schedule;
    Pace pace;  // fed if the interval is learned
    Validators validators;
    HeadRule head_rule;
    std::vector<Endpoint> endpoints;  // its own, and where redirects led; to be resolved
    Instant looked_at;                // when somebody was last known to look
    AuthMemory auth;
    std::unique_ptr<Transfer> kept;  // between two requests, if its nonce is of use
    OriginGate* gate = nullptr;

    Step step = Step::kIdle;
    std::unique_ptr<Transfer> transfer;  // kHead and kGet only
    bool head_done = false;              // in this attempt
    std::string resolving;               // kResolving only: the host
    std::int64_t started_at = 0;         // ms since the epoch
    Instant started{};
    Instant deadline{};
    Instant overdue{};        // its place in the worker's list of deadlines
    Instant waiting_since{};  // in the gate's queue
    milliseconds late{0};     // at the start, waiting included
    milliseconds waited{0};   // in the gate's queue, before this attempt
};

}  // namespace livecam::fetch
