#include "tests/simulator/server/http_request.h"

#include <algorithm>
#include <cctype>

namespace livecam::sim {
namespace {

const std::string kNone;

std::string_view cut(std::string_view& text, std::string_view separator) {
    const auto at = text.find(separator);
    const auto part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + separator.size());
    return part;
}

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = [&](std::size_t at) {
            return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0;
        };
        if (text[i] == '%' && digit(i + 1) && digit(i + 2)) {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

const std::string& Request::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? kNone : found->second;
}

const std::string& Request::parameter(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? kNone : found->second;
}

std::optional<Request> parse_request(std::string_view head) {
    Request request;
    auto line = cut(head, "\r\n");
    request.method = cut(line, " ");
    auto target = cut(line, " ");
    const bool old = line == "HTTP/1.0";
    if (request.method.empty() || !target.starts_with('/') || (!old && line != "HTTP/1.1")) {
        return std::nullopt;
    }
    request.path = cut(target, "?");
    while (!target.empty()) {
        auto value = cut(target, "&");
        const auto name = cut(value, "=");
        request.query[percent_decoded(name)] = percent_decoded(value);
    }
    while (!head.empty()) {
        auto value = cut(head, "\r\n");
        if (value.empty()) {
            break;
        }
        if (value.find(':') == std::string_view::npos) {
            return std::nullopt;
        }
        const auto name = cut(value, ":");
        request.headers[lower(name)] = trim(value);
    }
    const std::string connection = lower(request.header("connection"));
    request.keep_alive = old ? connection == "keep-alive" : connection != "close";
    return request;
}

}  // namespace livecam::sim
