#include "tests/e2e/metrics.h"

#include <sstream>

#include "tests/e2e/http.h"

namespace livecam::e2e {

Samples samples(const std::string& text) {
    Samples all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.rfind(' ');
        if (!line.empty() && line[0] != '#' && space != std::string::npos) {
            all[line.substr(0, space)] = std::stod(line.substr(space + 1));
        }
    }
    return all;
}

Samples scrape(const std::string& base) {
    const Response answer = get(base + "/_/metrics");
    return answer.status == 200 ? samples(answer.body) : Samples{};
}

double value(const Samples& samples, const std::string& series) {
    const auto found = samples.find(series);
    return found == samples.end() ? 0 : found->second;
}

}  // namespace livecam::e2e
