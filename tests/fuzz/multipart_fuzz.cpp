// Any bytes as a motion stream and its Content-Type: the same picture however they arrive, inside
// the limit, and no more kept than that.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "sidecar/fetch/multipart.h"

namespace {

using livecam::fetch::Multipart;

constexpr std::uint64_t kMaxBytes = 5000;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

struct Result {
    Multipart::State state;
    std::string frame;
    std::string fault;

    bool operator==(const Result&) const = default;
};

/// Each piece is a block of exactly its size, so that AddressSanitizer sees a read behind it.
Result read(const std::string& boundary, std::string_view stream, std::size_t step) {
    Multipart multipart(boundary, kMaxBytes);
    for (std::size_t at = 0; at < stream.size(); at += step) {
        const std::string_view piece = stream.substr(at, step);
        const auto copy = std::make_unique<std::byte[]>(piece.size());
        std::transform(piece.begin(), piece.end(), copy.get(),
                       [](char c) { return static_cast<std::byte>(c); });
        multipart.feed({copy.get(), piece.size()});
    }
    multipart.finish();
    Result result{multipart.state(), {}, multipart.fault()};
    require(result.state != Multipart::State::kMore);
    require((result.state == Multipart::State::kBroken) == !result.fault.empty());
    if (result.state == Multipart::State::kFrame) {
        const auto frame = multipart.frame();
        require(!frame.empty() && frame.size() <= kMaxBytes);
        result.frame.assign(reinterpret_cast<const char*>(frame.data()), frame.size());
        require(stream.find(result.frame) != std::string_view::npos);
    }
    return result;
}

}  // namespace

/// The first line is the Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string boundary = livecam::fetch::multipart_boundary(text.substr(0, line));
    require(boundary.size() <= 200);
    require(boundary.empty() || livecam::fetch::is_multipart(text.substr(0, line)));
    const std::string_view stream = text.substr(std::min(line + 1, text.size()));
    const Result whole = read(boundary, stream, stream.size() + 1);
    require(read(boundary, stream, 1 + size % 61) == whole);
    if (size < 2000) {
        require(read(boundary, stream, 1) == whole);
    }
    return 0;
}
