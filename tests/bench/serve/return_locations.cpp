#include <set>
#include <sstream>

#include "tests/bench/serve/peers.h"
#include "tests/e2e/http.h"

namespace livecam::bench {
namespace {

std::string quoted(const std::string& value) {
    const char quote = value.find('"') == std::string::npos ? '"' : '\'';
    return quote + value + quote;
}

/// One location that says what ours said, but for what nginx says by itself.
std::string location(const std::string& path, const std::string& returns,
                     const e2e::Response& ours) {
    static const std::set<std::string> own = {"server",         "date",         "connection",
                                              "content-length", "content-type", "accept-ranges"};
    std::ostringstream text;
    text << "location = " << path << " {\n    default_type "
         << (ours.header("content-type").empty() ? "image/jpeg" : "'text/html; charset=utf-8'")
         << ";\n";
    for (const auto& [name, value] : ours.headers) {
        if (!own.contains(name)) {
            text << "    add_header " << name << " " << quoted(value) << ";\n";
        }
    }
    text << "    return " << returns << ";\n}\n";
    return text.str();
}

}  // namespace

std::string return_locations(const Server& livecam) {
    const std::string picture = livecam.url("/image/p20k0");
    const std::string etag = e2e::get(picture).header("etag");
    std::string all = location("/return204", "204", e2e::get(picture, {"If-None-Match: " + etag}));
    const std::string page(kPageBytes, 'a');
    for (const std::string encoding : {"identity", "gzip", "br"}) {
        all += location("/return200" + encoding, "200 " + page,
                        e2e::get(livecam.url("/"), {"Accept-Encoding: " + encoding}));
    }
    return all;
}

}  // namespace livecam::bench
