#include "tests/simulator/server/plain_fault.h"

#include <zlib.h>

#include <stdexcept>
#include <string>

#include "tests/simulator/schedule.h"
#include "tests/simulator/server/http_date.h"

namespace livecam::sim {
namespace {

// base64 of "livecam:secret"
constexpr std::string_view kCredentials = "Basic bGl2ZWNhbTpzZWNyZXQ=";
constexpr std::string_view kHtml =
    "<!DOCTYPE html>\n<html><head><title>Camera offline</title></head>\n"
    "<body><h1>This camera is being serviced</h1></body></html>\n";
constexpr std::string_view kSvg =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"600\">"
    "<rect width=\"960\" height=\"600\" fill=\"#468\"/></svg>\n";
constexpr std::size_t kPadding = 512;

Reply jpeg_reply(Bytes bytes) {
    Reply reply;
    reply.add("Content-Type", "image/jpeg");
    reply.body = std::make_shared<const Bytes>(std::move(bytes));
    return reply;
}

Reply status_reply(int status) {
    return text_reply(status, "text/plain", std::to_string(status) + " as ordered\n");
}

Reply redirect_reply(std::string_view location) {
    Reply reply = status_reply(302);
    reply.add("Location", location);
    return reply;
}

Reply challenge() {
    Reply reply = status_reply(401);
    reply.add("WWW-Authenticate", "Basic realm=\"livecam simulator\"");
    return reply;
}

Bytes gzipped(const Bytes& bytes) {
    z_stream stream{};
    // 15 + 16: the largest window, in a gzip wrapper (zlib.h, deflateInit2).
    if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("gzip: deflateInit2 failed");
    }
    Bytes out(deflateBound(&stream, bytes.size()));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace

std::optional<Reply> refuse_unless_authorized(const Request& request) {
    if (request.header("authorization") == kCredentials) {
        return std::nullopt;
    }
    return challenge();
}

std::optional<Reply> plain_fault(Fault fault, const Request& request,
                                 const SharedPicture& picture) {
    const auto now = Schedule::now_ms() / 1000;
    switch (fault) {
        case Fault::kTruncated: {
            Bytes bytes = picture->bytes;
            bytes.resize(bytes.size() / 2);
            return jpeg_reply(std::move(bytes));
        }
        case Fault::kHtml:
            return text_reply(200, "image/jpeg", kHtml);
        case Fault::kEmpty:
            return jpeg_reply({});
        case Fault::k500:
            return status_reply(500);
        case Fault::k401:
            return challenge();
        case Fault::k403:
            return status_reply(403);
        case Fault::k404:
            return status_reply(404);
        case Fault::k410:
            return status_reply(410);
        case Fault::k418:
            return status_reply(418);
        case Fault::k429:
        case Fault::k429Date: {
            Reply reply = status_reply(429);
            reply.add("Retry-After", fault == Fault::k429 ? "30" : http_date(now + 30));
            return reply;
        }
        case Fault::kRedirect:
            return redirect_reply("/good/" + picture->stamp.camera + ".jpg");
        case Fault::kLoop:
            return redirect_reply(request.path);
        case Fault::kRedirectFile:
            return redirect_reply("file:///etc/passwd");
        case Fault::kSvg:
            return text_reply(200, "image/svg+xml", kSvg);
        case Fault::kFrozen: {
            Reply reply = jpeg_reply(picture->bytes);
            reply.add("Last-Modified", http_date(now));
            return reply;
        }
        case Fault::kUnconditional:
        case Fault::kHeadLies:  // `picture` is the first one when HEAD asks
            return picture_reply(picture);
        case Fault::kNoHead:
            return request.head() ? status_reply(405) : picture_reply(picture);
        case Fault::kNoValidators:
            return jpeg_reply(picture->bytes);
        case Fault::kGzip: {
            Reply reply = jpeg_reply(gzipped(picture->bytes));
            reply.add("Content-Encoding", "gzip");
            return reply;
        }
        case Fault::kPadding: {
            Bytes bytes = picture->bytes;
            bytes.resize(bytes.size() + kPadding);
            return jpeg_reply(std::move(bytes));
        }
        default:
            return std::nullopt;
    }
}

}  // namespace livecam::sim
