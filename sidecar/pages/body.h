// What the pages hand to the publisher: one answer of one path, ready to be stored.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shared/descriptor.h"

namespace livecam::pages {

struct Body {
    std::string path;  // the store's key, without site.prefix: "/lcc.json"
    std::string content_type;
    std::uint32_t max_age_s = 0;
    std::uint32_t stale_while_revalidate_s = 0;
    std::uint8_t flags = 0;  // kFlagImmutable, kFlagNoStore
    Kind kind = Kind::kBody;
    std::uint16_t status = 0;  // of a redirect or a miss; 0: 200
    std::string target;        // of a stream: the path that it is about; of a redirect: the
                               // path whose picture is answered instead
    std::string content;       // of a redirect: the target, with site.prefix
    bool compress = false;     // worth a gzip and a brotli variant, see compress.h
    std::vector<std::pair<std::string, std::string>> headers;

    bool operator==(const Body&) const = default;
};

}  // namespace livecam::pages
