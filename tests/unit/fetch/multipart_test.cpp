#include "sidecar/fetch/multipart.h"

#include <gtest/gtest.h>

namespace livecam::fetch {
namespace {

using State = Multipart::State;

std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// The frame, or "more", "big", or what is wrong. Fed in pieces of `step` bytes.
std::string read(std::string_view stream, std::size_t step, bool ends = true,
                 const std::string& boundary = "b", std::uint64_t max = 1000) {
    Multipart multipart(boundary, max);
    for (std::size_t at = 0; at < stream.size(); at += step) {
        multipart.feed(bytes(stream.substr(at, step)));
    }
    if (ends) {
        multipart.finish();
    }
    switch (multipart.state()) {
        case State::kFrame:
            return "frame " + std::string(reinterpret_cast<const char*>(multipart.frame().data()),
                                          multipart.frame().size());
        case State::kBroken:
            return multipart.fault();
        case State::kTooBig:
            return "big";
        case State::kMore:
            break;
    }
    return "more";
}

TEST(MultipartBoundary, IsFoundQuotedOrNot) {
    const auto of = [](std::string_view type) { return multipart_boundary(type); };
    EXPECT_EQ(of("multipart/x-mixed-replace;boundary=frame"), "frame");
    EXPECT_EQ(of("Multipart/X-Mixed-Replace ; a=\"x; boundary=no\" ; Boundary = \"a b\\\"c\""),
              "a b\"c");
    EXPECT_EQ(of("multipart/x-mixed-replace; boundary=--frame; x=y"), "--frame");
    EXPECT_EQ(of("multipart/x-mixed-replace"), "");
    EXPECT_EQ(of("multipart/x-mixed-replace; boundary=\"\""), "");
    EXPECT_EQ(of("multipart/x-mixed-replace; boundary=" + std::string(201, 'x')), "");
    EXPECT_EQ(of("multipart/mixed; boundary=x"), "");
    EXPECT_FALSE(is_multipart("image/jpeg"));
    EXPECT_TRUE(is_multipart("multipart/x-mixed-replace"));
}

struct Stream {
    const char* name;
    std::string_view text;
    const char* result;
    bool ends = false;
    const char* boundary = "b";
};

constexpr Stream kStreams[] = {
    {"counted", "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nAB\n-C",
     "frame AB\n-C"},
    {"counted, not yet whole", "--b\r\nContent-Length: 5\r\n\r\nABCD", "more"},
    {"uncounted", "--b\r\nContent-Type: image/png\r\n\r\nA\r\nB\r\n--b\r\n", "frame A\r\nB"},
    {"uncounted, not yet whole", "--b\r\n\r\nA\r\nB\r\n--", "more"},
    {"uncounted, up to the end of the stream", "--b\r\n\r\nAB", "frame AB", true},
    {"line ends without CR", "--b\nContent-Length: 2\n\nAB", "frame AB"},
    {"uncounted, line ends without CR", "--b\n\nAB\n--b\n", "frame AB"},
    {"a preamble", "\r\nhello --b\r\n--bc\r\n--b \r\n\r\nAB\r\n--b", "frame AB"},
    {"the dashes stand in the boundary already", "--b\r\nContent-Length: 1\r\n\r\nA", "frame A",
     false, "--b"},
    {"a part that is no picture comes first",
     "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: "
     "image/jpeg\r\n\r\nA\r\n--b",
     "frame A"},
    {"an empty part comes first", "--b\r\nContent-Length: 0\r\n\r\n\r\n--b\r\n\r\nA\r\n--b",
     "frame A"},
    {"an empty uncounted part comes first", "--b\r\n\r\n--b\r\n\r\nA\r\n--b", "frame A"},
    {"ends inside a counted part", "--b\r\nContent-Length: 5\r\n\r\nAB",
     "multipart: cut off inside its first picture", true},
    {"ends before a part", "hello", "multipart: ends before its first picture", true},
    {"says that it ends", "--b--\r\n--b\r\n\r\nA\r\n--b",
     "multipart: ends before its first picture"},
    {"a length that is none", "--b\r\nContent-Length: 5x\r\n\r\nABCDE",
     "multipart: a Content-Length that is no number"},
    {"a length beyond numbers", "--b\r\nContent-Length: 99999999999999999999\r\n\r\nA",
     "multipart: a Content-Length that is no number"},
    {"a length over the limit", "--b\r\nContent-Length: 1001\r\n\r\nA", "big"},
};

TEST(Multipart, ReadsTheFirstFrameHoweverItArrives) {
    for (const Stream& stream : kStreams) {
        SCOPED_TRACE(stream.name);
        for (std::size_t step = 1; step <= stream.text.size(); ++step) {
            EXPECT_EQ(read(stream.text, step, stream.ends, stream.boundary), stream.result) << step;
        }
    }
}

TEST(Multipart, HasBounds) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{100'000}}) {
        SCOPED_TRACE(step);
        EXPECT_EQ(read("--b\r\n\r\n" + std::string(1000, 'x') + "\r\n--b", step),
                  "frame " + std::string(1000, 'x'));
        EXPECT_EQ(read("--b\r\n\r\n" + std::string(1001, 'x') + "\r\n--b", step), "big");
        EXPECT_EQ(read("--b\r\n\r\n" + std::string(1001, 'x'), step), "big");
        EXPECT_EQ(read(std::string(9000, 'x'), step, false), "big") << "a preamble, one line";
        std::string lines;
        for (int i = 0; i < 400; ++i) {
            lines += "x\r\n";
        }
        EXPECT_EQ(read(lines, step, false), "big") << "a preamble of lines";
        EXPECT_EQ(read("--b\r\nX: " + std::string(20'000, 'x'), step, false),
                  "multipart: the headers of a part are too long");
        EXPECT_EQ(read(std::string(9000, 'x') + "--b\r\n\r\nA\r\n--b", step, true, "b", 100'000),
                  "multipart: ends before its first picture")
            << "a delimiter begins its line";
    }
}

}  // namespace
}  // namespace livecam::fetch
