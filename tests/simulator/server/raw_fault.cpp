#include "tests/simulator/server/raw_fault.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace livecam::sim {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kTooBig = 64u << 20;
constexpr std::size_t kStep = 64u << 10;

std::string picture_head(std::string_view more) {
    return "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n" + std::string(more) + "\r\n";
}

std::string length_line(std::size_t length) {
    return "Content-Length: " + std::to_string(length) + "\r\n";
}

awaitable<void> write_text(Wire& wire, std::string text) {
    co_await wire.write(as_span(text));
}

/// Never returns while the client stays.
awaitable<void> trickle(Wire& wire, const Bytes& bytes) {
    for (std::size_t i = 0;; i = (i + 1) % bytes.size()) {
        co_await wire.write(std::span{bytes}.subspan(i, 1));
        co_await wire.pause(milliseconds{500});
    }
}

awaitable<void> spread(Wire& wire, const Bytes& bytes, milliseconds time) {
    constexpr std::size_t kPieces = 40;
    for (std::size_t i = 0; i < kPieces; ++i) {
        const std::size_t from = bytes.size() * i / kPieces;
        const std::size_t to = bytes.size() * (i + 1) / kPieces;
        co_await wire.write(std::span{bytes}.subspan(from, to - from));
        co_await wire.pause(time / kPieces);
    }
}

/// A picture whose scan goes on and on: what lies between its start and its end marker is repeated.
awaitable<void> endless(Wire& wire, const Bytes& bytes) {
    const auto open = std::span{bytes}.first(bytes.size() - 2);
    co_await wire.write(open);
    const auto scan = open.last(std::min(kStep, open.size() / 2));
    for (std::size_t left = kTooBig - open.size(); left > 0;) {
        const auto part = scan.first(std::min(left, scan.size()));
        co_await wire.write(part);
        left -= part.size();
    }
}

awaitable<void> chunks(Wire& wire, const Bytes& bytes) {
    std::size_t size = 1;
    for (std::size_t at = 0; at < bytes.size(); at += size, size = size * 3 + 1) {
        size = std::min(size, bytes.size() - at);
        char line[48];
        std::snprintf(line, sizeof line, "%zx;part=\"%zu\"\r\n", size, at);
        co_await write_text(wire, line);
        co_await wire.write(std::span{bytes}.subspan(at, size));
        co_await write_text(wire, "\r\n");
    }
    co_await write_text(wire, "0\r\nX-Simulator: trailer\r\n\r\n");
}

/// As cameras do: a preamble, a quoted boundary, no length of the whole. Never returns while the
/// client stays.
awaitable<void> stream(Wire& wire, const Bytes& bytes, bool body) {
    co_await write_text(wire,
                        "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                        "Content-Type: multipart/x-mixed-replace; boundary=\"live cam\"\r\n\r\n");
    if (body) {
        co_await write_text(wire, "This is a stream.\r\n");
    }
    while (body) {
        co_await write_text(wire, "--live cam\r\nContent-Type: image/jpeg\r\n" +
                                      length_line(bytes.size()) + "\r\n");
        co_await wire.write(bytes);
        co_await write_text(wire, "\r\n");
        co_await wire.pause(milliseconds{100});
    }
}

}  // namespace

awaitable<bool> raw_fault(Wire& wire, Fault fault, const Request& request, SharedPicture picture,
                          milliseconds slow) {
    const Bytes& bytes = picture->bytes;
    const bool body = !request.head();
    switch (fault) {
        case Fault::kSlow:
            co_await write_text(wire, picture_head(length_line(bytes.size())));
            if (body) {
                co_await spread(wire, bytes, slow);
            }
            co_return true;
        case Fault::kHang:
            co_await wire.wait_closed();
            co_return false;
        case Fault::kTooBig:
            co_await write_text(wire, picture_head(length_line(kTooBig)));
            if (body) {
                co_await endless(wire, bytes);
            }
            co_return true;
        case Fault::kTooBigStream:
            co_await write_text(wire, picture_head("Connection: close\r\n"));
            if (body) {
                co_await endless(wire, bytes);
            }
            co_return false;
        case Fault::kWrongLength:
            co_await write_text(wire, picture_head(length_line(bytes.size() + 1000)));
            if (body) {
                co_await wire.write(bytes);
            }
            co_return !body;
        case Fault::kTrickle:
            co_await write_text(wire, picture_head("Connection: close\r\n"));
            if (body) {
                co_await trickle(wire, bytes);
            }
            co_return false;
        case Fault::kReset:
            co_await write_text(wire, picture_head(length_line(bytes.size())));
            if (body) {
                co_await wire.write(std::span{bytes}.first(bytes.size() / 2));
            }
            wire.reset();
            co_return false;
        case Fault::kGarbageHeader: {
            const std::string garbage("\x01\xff\x00\x80 no colon here \xfe\r\n", 22);
            co_await write_text(wire, picture_head(garbage + length_line(bytes.size())));
            if (body) {
                co_await wire.write(bytes);
            }
            co_return false;
        }
        case Fault::kHalfHeader:
            co_await write_text(wire, "HTTP/1.1 200 OK\r\nContent-Type: ima");
            co_await wire.wait_closed();
            co_return false;
        case Fault::kChunked:
            co_await write_text(wire, picture_head("Transfer-Encoding: chunked\r\n"));
            if (body) {
                co_await chunks(wire, bytes);
            }
            co_return true;
        case Fault::kStream:
            co_await stream(wire, bytes, body);
            co_return false;
        default:
            co_return false;
    }
}

}  // namespace livecam::sim
