#include "ngx_module/pure/key_path.h"

#include "ngx_module/pure/etag.h"

namespace livecam::http {

std::optional<ImmutablePath> split_immutable(std::string_view path) noexcept {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos || slash == 0) {
        return std::nullopt;
    }
    const std::optional<std::uint64_t> etag = parse_etag_digits(path.substr(slash + 1));
    if (!etag) {
        return std::nullopt;
    }
    return ImmutablePath{path.substr(0, slash), *etag};
}

std::string_view last_segment(std::string_view path) noexcept {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

Prefixes miss_prefixes(std::string_view path) noexcept {
    Prefixes prefixes;
    std::size_t ends[kMaxPrefixes];
    std::size_t from = 0;
    while (prefixes.count < kMaxPrefixes) {
        const std::size_t slash = path.find('/', from);
        if (slash == std::string_view::npos) {
            break;
        }
        ends[prefixes.count++] = from = slash + 1;
    }
    for (std::size_t i = 0; i < prefixes.count; ++i) {
        prefixes.items[i] = path.substr(0, ends[prefixes.count - 1 - i]);
    }
    return prefixes;
}

}  // namespace livecam::http
