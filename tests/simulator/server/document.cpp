// Documents that a test writes and may change at any time, with the faults of cameras.
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>

#include "tests/simulator/server/plain_fault.h"
#include "tests/simulator/server/raw_fault.h"
#include "tests/simulator/server/simulator.h"

namespace livecam::sim {
namespace {

constexpr std::chrono::seconds kSlow{4};

std::optional<std::string> read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return in ? std::optional(std::string(std::istreambuf_iterator<char>(in), {})) : std::nullopt;
}

/// What faults play with: they break a body without knowing what it is.
SharedPicture as_picture(const std::string& id, std::string_view text) {
    auto picture = std::make_shared<Picture>();
    picture->stamp.camera = id;
    picture->stamp.hash = std::hash<std::string_view>{}(text);
    const auto bytes = as_span(text);
    picture->bytes.assign(bytes.begin(), bytes.end());
    return picture;
}

}  // namespace

awaitable<bool> Simulator::answer_document(Wire& wire, const Request& request, std::string id) {
    Statistics::Visit visit(statistics_, id, request);
    const auto text =
        options_.documents.empty() ? std::nullopt : read(options_.documents + "/" + id);
    if (!text) {
        const Reply reply = text_reply(404, "text/plain", "no such document\n");
        co_await wire.send(reply, request);
        co_return request.keep_alive;
    }
    const SharedPicture picture = as_picture(id, *text);
    const Fault fault = fault_of(id);
    std::optional<Reply> reply;
    if (fault == Fault::kNone) {
        const bool html = text->starts_with('<');
        reply = text_reply(200, html ? "text/html; charset=utf-8" : "application/json", *text);
        reply->add("ETag", picture->etag());
        if (request.header("if-none-match") == picture->etag()) {
            reply->status = 304;
            visit.not_modified();
        }
    } else {
        reply = plain_fault(fault, request, picture);
    }
    if (reply) {
        co_await wire.send(*reply, request);
        co_return request.keep_alive;
    }
    const bool reusable = co_await raw_fault(wire, fault, request, picture, kSlow);
    co_return reusable&& request.keep_alive;
}

}  // namespace livecam::sim
