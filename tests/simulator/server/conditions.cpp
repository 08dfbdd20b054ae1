#include "tests/simulator/server/conditions.h"

#include "tests/simulator/server/http_date.h"

namespace livecam::sim {

bool unchanged_for(const Request& request, const Picture& picture) {
    const std::string& tags = request.header("if-none-match");
    if (!tags.empty()) {
        // Tags here are hex digits in quotes, so that finding one in the list is finding it whole;
        // a W/ before it does not matter (weak comparison).
        return tags == "*" || tags.find(picture.etag()) != std::string::npos;
    }
    const auto since = parse_http_date(request.header("if-modified-since"));
    return since && picture.stamp.born_ms / 1000 <= *since;
}

}  // namespace livecam::sim
