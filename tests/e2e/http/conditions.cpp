#include "tests/e2e/http/conditions.h"

namespace livecam::e2e {
namespace {

std::string repeat(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

const std::vector<Condition>& conditions() {
    static const std::vector<Condition> all = {
        {{}, 200},
        // If-None-Match: weak comparison (13.1.2)
        {{"If-None-Match: {ETAG}"}, 304},
        {{"If-None-Match: W/{ETAG}"}, 304},
        {{"If-None-Match: {OTHER}, {ETAG}"}, 304},
        {{"If-None-Match: {OTHER},W/{ETAG} ,{OTHER}"}, 304},
        {{"If-None-Match: *"}, 304},
        {{"If-None-Match: {OTHER}"}, 200},
        {{"If-None-Match: {OTHER}, W/{OTHER}"}, 200},
        {{"If-None-Match;"}, 200},
        {{"If-None-Match: 0123456789abcdef"}, 200},
        {{"If-None-Match: \"{LENGTH}"}, 200},
        {{"If-None-Match: {OTHER}", "If-Modified-Since: {DATE}"}, 200},
        {{"If-None-Match: {ETAG}", "If-Modified-Since: {DATE}"}, 304},
        {{"If-None-Match: {ETAG}", "If-Modified-Since: {BEFORE}"}, 304, 200},
        // If-Modified-Since (13.1.3), in all three forms of a date; `if_modified_since exact`
        {{"If-Modified-Since: {DATE}"}, 304},
        {{"If-Modified-Since: {BEFORE}"}, 200},
        {{"If-Modified-Since: {AFTER}"}, 200},
        {{"If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT"}, 200},
        {{"If-Modified-Since: yesterday"}, 200},
        {{"If-Modified-Since;"}, 200},
        // If-Match: strong comparison (13.1.1)
        {{"If-Match: {ETAG}"}, 200},
        {{"If-Match: {OTHER}, {ETAG}"}, 200},
        {{"If-Match: *"}, 200},
        {{"If-Match: {OTHER}"}, 412},
        {{"If-Match: W/{ETAG}"}, 412},
        {{"If-Match: W/{ETAG}, {OTHER}"}, 412},
        {{"If-Match: {ETAG}", "If-Unmodified-Since: {BEFORE}"}, 200, 412},
        {{"If-Match: {OTHER}", "If-Unmodified-Since: {DATE}"}, 412},
        {{"If-Match: {ETAG}", "If-None-Match: {ETAG}"}, 304},
        {{"If-Match: {OTHER}", "If-None-Match: {ETAG}"}, 412},
        // If-Unmodified-Since (13.1.4)
        {{"If-Unmodified-Since: {DATE}"}, 200},
        {{"If-Unmodified-Since: {AFTER}"}, 200},
        {{"If-Unmodified-Since: {BEFORE}"}, 412},
        {{"If-Unmodified-Since: tomorrow"}, 200, 412},
        {{"If-Unmodified-Since: {DATE}", "If-Modified-Since: {DATE}"}, 304},
        // Range (14)
        {{"Range: bytes=0-0"}, 206},
        {{"Range: bytes=2-11"}, 206},
        {{"Range: bytes=7-"}, 206},
        {{"Range: bytes=0-"}, 206},
        {{"Range: bytes=-5"}, 206},
        {{"Range: bytes=-99999999"}, 206},
        {{"Range: bytes=3-99999999"}, 206},
        {{"Range: BYTES=1-2"}, 206},
        {{"Range: bytes= 1 - 2"}, 206},
        {{"Range: bytes=-0"}, 416},
        {{"Range: bytes={LENGTH}-"}, 416},
        {{"Range: bytes=99999999-"}, 416},
        {{"Range: bytes=9223372036854775807-9223372036854775807"}, 416},
        {{"Range: bytes=0-99999999999999999999999"}, 416},
        {{"Range: bytes=5-2"}, 416},
        {{"Range: bytes="}, 200},
        {{"Range: bytes=x"}, 416},
        {{"Range: bytes=1-2x"}, 416},
        {{"Range: bytes=1-2,"}, 416},
        {{"Range: bits=0-1"}, 200},
        {{"Range: 0-1"}, 200},
        {{"Range;"}, 200},
        // Several: multipart/byteranges, unless they ask for more than there is
        {{"Range: bytes=0-1,4-5"}, 206},
        {{"Range: bytes=0-1, 4-5 , -3"}, 206},
        {{"Range: bytes=0-9,5-14"}, 206},
        {{"Range: bytes=4-5,0-1"}, 206},
        {{"Range: bytes=0-1,99999999-"}, 206},
        {{"Range: bytes=99999998-,99999999-"}, 416},
        {{"Range: bytes=0-,0-"}, 200},
        {{"Range: bytes=" + repeat("0-0,", 60) + "1-1"}, 206},
        {{"Range: bytes=" + repeat("0-,", 2000) + "1-1"}, 200},
        // If-Range: strong comparison, or the very date (13.1.5)
        {{"Range: bytes=2-5", "If-Range: {ETAG}"}, 206},
        {{"Range: bytes=2-5", "If-Range: W/{ETAG}"}, 200},
        {{"Range: bytes=2-5", "If-Range: {OTHER}"}, 200},
        {{"Range: bytes=2-5", "If-Range: {DATE}"}, 206},
        {{"Range: bytes=2-5", "If-Range: {BEFORE}"}, 200},
        {{"Range: bytes=2-5", "If-Range: {AFTER}"}, 200},
        {{"Range: bytes=2-5", "If-Range: never"}, 200},
        {{"Range: bytes=0-1,4-5", "If-Range: {ETAG}"}, 206},
        {{"Range: bytes=99999999-", "If-Range: {OTHER}"}, 200},
        {{"If-Range: {OTHER}"}, 200},
        // Their order (13.2.2)
        {{"Range: bytes=2-5", "If-None-Match: {ETAG}"}, 304},
        {{"Range: bytes=2-5", "If-None-Match: {OTHER}"}, 206},
        {{"Range: bytes=2-5", "If-Match: {OTHER}"}, 412},
        {{"Range: bytes=2-5", "If-Match: {ETAG}", "If-Range: {ETAG}"}, 206},
        {{"Range: bytes=99999999-", "If-None-Match: {ETAG}"}, 304},
    };
    return all;
}

}  // namespace livecam::e2e
