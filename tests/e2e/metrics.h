// /_/metrics as a scraper reads it.
#pragma once

#include <map>
#include <string>

namespace livecam::e2e {

/// Series with their labels → value: "livecam_store_frames", "livecam_cameras{state=\"live\"}".
using Samples = std::map<std::string, double>;

Samples samples(const std::string& text);

/// Of <base>/_/metrics; empty if it does not answer 200.
Samples scrape(const std::string& base);

/// 0 for a series that is not there.
double value(const Samples& samples, const std::string& series);

}  // namespace livecam::e2e
