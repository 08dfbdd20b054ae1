// What goes back: a status, some header lines and a body.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/stamp.h"

namespace livecam::sim {

using Bytes = std::vector<std::byte>;
using SharedBytes = std::shared_ptr<const Bytes>;

/// One picture of one camera, as it is served.
struct Picture {
    Stamp stamp;
    Bytes bytes;

    std::string etag() const;  // the stamp's hash, in quotes
};
using SharedPicture = std::shared_ptr<const Picture>;

struct Reply {
    int status = 200;
    std::string headers;  // complete lines; Date, Content-Length and Connection are added
    SharedBytes body = std::make_shared<const Bytes>();

    void add(std::string_view name, std::string_view value);
};

/// The status line and all headers of `reply`, up to the empty line.
std::string head_of(const Reply& reply, bool keep_alive);

Reply text_reply(int status, std::string_view type, std::string_view text);

/// 200 with the picture and its validators.
Reply picture_reply(const SharedPicture& picture);

/// The picture's bytes without a copy; they keep it alive.
SharedBytes bytes_of(const SharedPicture& picture);

inline std::span<const std::byte> as_span(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace livecam::sim
