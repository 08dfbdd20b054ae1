#include "tests/simulator/server/reply.h"

#include <cstdio>

#include "tests/simulator/schedule.h"
#include "tests/simulator/server/http_date.h"

namespace livecam::sim {
namespace {

const char* reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 302:
            return "Found";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 410:
            return "Gone";
        case 418:
            return "I'm a teapot";
        case 429:
            return "Too Many Requests";
        case 500:
            return "Internal Server Error";
        default:
            return "Unknown";
    }
}

}  // namespace

std::string Picture::etag() const {
    char text[19];
    std::snprintf(text, sizeof text, "\"%016llx\"", static_cast<unsigned long long>(stamp.hash));
    return text;
}

void Reply::add(std::string_view name, std::string_view value) {
    headers.append(name).append(": ").append(value).append("\r\n");
}

std::string head_of(const Reply& reply, bool keep_alive) {
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + reason_of(reply.status);
    head += "\r\nDate: " + http_date(Schedule::now_ms() / 1000) + "\r\n" + reply.headers;
    if (reply.status != 304) {
        head += "Content-Length: " + std::to_string(reply.body->size()) + "\r\n";
    }
    return head + (keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
}

Reply text_reply(int status, std::string_view type, std::string_view text) {
    Reply reply;
    reply.status = status;
    reply.add("Content-Type", type);
    const auto bytes = as_span(text);
    reply.body = std::make_shared<const Bytes>(bytes.begin(), bytes.end());
    return reply;
}

Reply picture_reply(const SharedPicture& picture) {
    Reply reply;
    reply.add("Content-Type", "image/jpeg");
    reply.add("ETag", picture->etag());
    reply.add("Last-Modified", http_date(picture->stamp.born_ms / 1000));
    reply.body = bytes_of(picture);
    return reply;
}

SharedBytes bytes_of(const SharedPicture& picture) {
    return {picture, &picture->bytes};
}

}  // namespace livecam::sim
