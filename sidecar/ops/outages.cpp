#include "sidecar/ops/outages.h"

#include <algorithm>

namespace livecam::ops {
namespace {

double seconds(std::int64_t ms) {
    return static_cast<double>(std::max<std::int64_t>(0, ms)) / 1000;
}

}  // namespace

Outages::Said Outages::failed(const std::string& name, std::string_view reason,
                              std::string_view detail, std::int64_t now) {
    Outage& outage = outages_[name];
    if (!outage.failing) {
        if (now - outage.ended >= kCalm || now < outage.ended) {
            outage = {};
        }
        outage.failing = true;
        outage.told = false;
        outage.began = now;
        outage.failures = 0;
    }
    ++outage.failures;
    const bool known = outage.reasons.contains(reason);
    if (known && now < outage.next_line) {
        return std::nullopt;
    }
    if (known || outage.reasons.empty()) {
        outage.next_line = now + outage.pause;
        outage.pause = std::min(outage.pause * 2, kLongestPause);
    }
    outage.reasons.emplace(reason);
    outage.told = true;
    Fields fields{{"reason", reason}, {"failures", outage.failures}};
    if (outage.failures > 1) {
        fields.emplace_back("seconds", seconds(now - outage.began));
    }
    if (outage.untold > 0) {
        fields.emplace_back("other_outages", outage.untold);
        outage.untold = 0;
    }
    fields.emplace_back("detail", detail);
    return fields;
}

Outages::Said Outages::worked(const std::string& name, std::int64_t now) {
    const auto found = outages_.find(name);
    if (found == outages_.end()) {
        return std::nullopt;
    }
    Outage& outage = found->second;
    if (!outage.failing) {
        if (now - outage.ended >= kCalm || now < outage.ended) {
            outages_.erase(found);
        }
        return std::nullopt;
    }
    outage.failing = false;
    outage.ended = now;
    if (!outage.told) {
        ++outage.untold;
        return std::nullopt;
    }
    return Fields{{"failures", outage.failures}, {"seconds", seconds(now - outage.began)}};
}

}  // namespace livecam::ops
