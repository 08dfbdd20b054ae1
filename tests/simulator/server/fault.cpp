#include "tests/simulator/server/fault.h"

#include <algorithm>
#include <iterator>

namespace livecam::sim {
namespace {

constexpr FaultName kNames[] = {
    {"none", Fault::kNone, "works"},
    {"slow", Fault::kSlow, "the body takes four fifths of the interval (at most 4 s)"},
    {"hang", Fault::kHang, "accepts the request, never answers"},
    {"truncated", Fault::kTruncated, "a picture cut in its middle, Content-Length fits the cut"},
    {"html", Fault::kHtml, "200 image/jpeg whose body is HTML"},
    {"empty", Fault::kEmpty, "200 without a body"},
    {"500", Fault::k500, "500"},
    {"401", Fault::k401, "401 whatever the credentials"},
    {"403", Fault::k403, "403"},
    {"404", Fault::k404, "404"},
    {"410", Fault::k410, "410"},
    {"418", Fault::k418, "418"},
    {"429", Fault::k429, "429 with Retry-After: 30"},
    {"429date", Fault::k429Date, "429 with Retry-After: a date 30 s ahead"},
    {"redirect", Fault::kRedirect, "302 to /good/<id>.jpg"},
    {"loop", Fault::kLoop, "302 to itself, for ever"},
    {"redirect-file", Fault::kRedirectFile, "302 to file:///etc/passwd"},
    {"svg", Fault::kSvg, "an SVG, and says so"},
    {"too-big", Fault::kTooBig, "Content-Length of 64 MiB, and a scan as long as that"},
    {"too-big-stream", Fault::kTooBigStream, "the same without Content-Length"},
    {"wrong-length", Fault::kWrongLength, "Content-Length 1000 above the body, then closes"},
    {"trickle", Fault::kTrickle, "one byte of the body every 500 ms, for ever"},
    {"frozen", Fault::kFrozen, "one picture for ever, always as a fresh 200"},
    {"flapping", Fault::kFlapping, "good, 500, good, 500, …"},
    {"reset", Fault::kReset, "RST in the middle of the body"},
    {"no-validators", Fault::kNoValidators, "neither ETag nor Last-Modified, never 304"},
    {"garbage-header", Fault::kGarbageHeader, "a header line of binary bytes, without a colon"},
    {"half-header", Fault::kHalfHeader, "stops in the middle of a header line, stays open"},
    {"chunked", Fault::kChunked, "good, in chunks of odd sizes, with extension and trailer"},
    {"gzip", Fault::kGzip, "good, with Content-Encoding: gzip whether asked for or not"},
    {"padding", Fault::kPadding, "good, and 512 zero bytes after the end marker"},
    {"unauthorized", Fault::kUnauthorized, "good for livecam:secret (Basic), else 401"},
    {"unconditional", Fault::kUnconditional, "good, with true validators, and never 304"},
    {"head-lies", Fault::kHeadLies, "never 304, and HEAD has the validators of the first picture"},
    {"no-head", Fault::kNoHead, "never 304, and 405 for HEAD"},
    {"stream", Fault::kStream,
     "the picture as multipart/x-mixed-replace, again and again, for ever"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        if (kNames[i].fault != static_cast<Fault>(i)) {
            return false;
        }
    }
    return true;
}
static_assert(in_order(), "to_string() indexes by the enumeration");

}  // namespace

std::span<const FaultName> fault_names() {
    return kNames;
}

std::optional<Fault> fault_named(std::string_view name) {
    const auto* const found =
        std::find_if(std::begin(kNames), std::end(kNames),
                     [name](const FaultName& entry) { return entry.name == name; });
    return found == std::end(kNames) ? std::nullopt : std::optional{found->fault};
}

std::string_view to_string(Fault fault) {
    return kNames[static_cast<std::size_t>(fault)].name;
}

}  // namespace livecam::sim
