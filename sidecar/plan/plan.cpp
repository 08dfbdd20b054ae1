#include "sidecar/plan/plan.h"

#include <algorithm>

#include "shared/demand.h"
#include "shared/geometry.h"
#include "shared/store_budget.h"

namespace livecam::plan {
namespace {

/// Old workers go on until their last client is gone: after a reload there are twice as many.
constexpr std::uint64_t kGenerationsOfWorkers = 2;

/// What nginx has for one client that receives: connection, request, and its buffers.
constexpr std::uint64_t kClientBytes = 64 * 1024;

constexpr std::uint64_t kMiB = 1 << 20;

std::uint64_t round_up_to_mib(std::uint64_t bytes) {
    return (bytes + kMiB - 1) / kMiB * kMiB;
}

/// "640M", as it is written in a configuration and in mount's size=.
std::string in_mib(std::uint64_t bytes) {
    return std::to_string(round_up_to_mib(bytes) / kMiB) + "M";
}

/// A client that takes longer than `keep` changes holds a picture without a name; those who began
/// in the same interval share one.
std::uint64_t expected_held(const Question& q) {
    const std::uint64_t rate = std::max<std::uint64_t>(1, q.client_rate);
    const std::uint64_t interval =
        static_cast<std::uint64_t>(std::max<std::int64_t>(1, q.interval_ms));
    const std::uint64_t changes = q.image_bytes * 1000 / rate / interval + 1;
    const auto keep = static_cast<std::uint64_t>(q.store.keep);
    const std::uint64_t gone = changes > keep ? changes - keep : 0;
    return std::min(q.slow_clients, q.cameras * gone) * frame_cost(q.image_bytes);
}

void warn(const Question& q, Plan& plan) {
    if (q.store.max_bytes && *q.store.max_bytes < plan.frames) {
        plan.warnings.push_back(
            "store.max_bytes " + human_bytes(*q.store.max_bytes) + " is less than the " +
            human_bytes(plan.frames) + " that pictures and pages need: raise it to " +
            in_mib(plan.frames) + " or lower store.keep; updates will be dropped");
    }
    if (q.tmpfs_bytes && *q.tmpfs_bytes < plan.tmpfs) {
        plan.warnings.push_back("the file system of " + q.store.path + " has " +
                                human_bytes(*q.tmpfs_bytes) + ", the store may need " +
                                human_bytes(plan.tmpfs) + ": mount a tmpfs there with size=" +
                                in_mib(plan.tmpfs) + " or lower store.max_bytes or livecam_held");
    }
    if (const std::uint64_t bound = q.workers * q.held_bytes; plan.held_expected > bound) {
        plan.warnings.push_back(std::to_string(q.slow_clients) + " slow clients hold about " +
                                human_bytes(plan.held_expected) + ", livecam_held permits " +
                                human_bytes(bound) + " over all workers: raise it to " +
                                in_mib(plan.held_expected / std::max<std::uint64_t>(1, q.workers)) +
                                ", or the oldest of their responses end");
    }
}

}  // namespace

Plan make_plan(const Question& q) {
    Plan plan;
    make_geometry({q.store.entries, q.store.key_bytes}, plan.index);
    plan.demand = frame_cost(DemandFile::length_for(q.store.entries));
    const std::uint64_t image = frame_cost(q.image_bytes);
    plan.pictures = q.cameras * (static_cast<std::uint64_t>(q.store.keep) + 1) * image;
    plan.pages = q.page_bytes;
    plan.exchange = std::max(q.cameras > 0 ? image : 0, q.largest_page);
    plan.frames = plan.pictures + plan.pages + plan.exchange;
    plan.max_bytes = q.store.max_bytes.value_or(plan.frames);
    plan.drafts = std::min(q.drafts, q.cameras) * image;
    plan.held = q.workers * kGenerationsOfWorkers * q.held_bytes;
    plan.held_expected = expected_held(q);
    plan.cache = q.workers * kGenerationsOfWorkers * q.cache_bytes;
    plan.clients = q.slow_clients * kClientBytes;
    plan.tmpfs = 2 * plan.index + plan.demand + std::max(plan.max_bytes, plan.frames) +
                 plan.drafts + plan.held;
    if (!q.store.max_bytes) {
        plan.tmpfs = std::max(plan.tmpfs, 2 * (plan.frames + plan.index));  // "auto" takes half
    }
    plan.tmpfs = round_up_to_mib(plan.tmpfs);
    plan.total = plan.tmpfs + plan.cache + plan.clients;
    warn(q, plan);
    return plan;
}

}  // namespace livecam::plan
