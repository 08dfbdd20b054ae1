#include "tests/e2e/http/bad_input.h"

namespace livecam::e2e {
namespace {

std::string times(const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

std::string get(const std::string& target, const std::string& more = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: wall\r\nConnection: close\r\n" + more + "\r\n";
}

}  // namespace

std::vector<BadRequest> bad_requests(const std::string& picture) {
    const std::string mark = kMark;
    return {
        {"a NUL in the path", get("/image/a%00b"), {400}},
        {"a raw NUL", std::string("GET /image/a\0b HTTP/1.1\r\nHost: a\r\n\r\n", 37), {400}},
        {"an encoded slash", get("/image%2F" + picture.substr(7)), {200}},
        {"an encoded name", get("/%69mage/" + picture.substr(7)), {200}},
        {"an overlong slash", get("/image%c0%af" + picture.substr(7)), {404}},
        {"an overlong dot", get("/image/%c0%ae%c0%ae/x"), {404}},
        {"no UTF-8", get("/image/%ff%fe%80"), {404}},
        {"a half escape", get("/image/%4"), {400}},
        {"no escape", get("/image/%zz"), {400}},
        {"dots", get("/image/../../../etc/passwd"), {400}},
        {"encoded dots", get("/image/%2e%2e/%2e%2e/etc/passwd"), {400}},
        {"dots that stay inside", get("/camera/../image/" + picture.substr(7)), {200}},
        {"many slashes", get("//image///" + picture.substr(7)), {200}},
        {"a thousand slashes", get("/image/" + times("/a", 1000)), {404}},
        {"a new line in the path", get("/image/a%0d%0aSet-Cookie:%20a=b"), {404}},
        {"markup in the path", get("/image/" + mark), {404}},
        {"encoded markup", get("/camera/%3Cscript%3Emark"), {404}},
        {"markup below no prefix", get("/" + mark), {404}},
        {"markup in the query", get("/?" + mark), {200}},
        {"an id of 6 KB", get("/image/" + std::string(6000, 'A')), {404}},
        {"an id of 8 KB", get("/image/" + std::string(8192, 'A')), {404, 414}},
        {"an id of 40 KB", get("/image/" + std::string(40'000, 'A')), {414}},
        {"an etag too long", get(picture + "/" + std::string(2000, '0')), {404}},
        {"an etag in capitals", get(picture + "/ABCDEF0123456789"), {404}},
        {"an empty etag", get(picture + "/"), {404}},
        {"absolute form", get("http://other.example" + picture), {200}},
        {"absolute form without a path", get("http://other.example"), {200}},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", {400}},
        {"authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 405}},
        {"no slash", get("image/x"), {400}},
        {"no host", "GET " + picture + " HTTP/1.1\r\n\r\n", {400}},
        {"two hosts", get(picture, "Host: other\r\n"), {200, 400}},
        {"a host of markup", "GET / HTTP/1.1\r\nHost: " + mark + "\r\n\r\n", {400, 200}},
        {"an unknown method",
         "BREW " + picture + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
         {405}},
        {"a method of markup", "<B> / HTTP/1.1\r\nHost: a\r\n\r\n", {400}},
        {"a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", {400}},
        {"HTTP/3.0 by name", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", {505}},
        {"a version of markup", "GET / " + mark + "\r\n\r\n", {400}},
        {"a field without a colon", get(picture, "nonsense\r\n"), {200, 400}},
        {"a field of control bytes", get(picture, "X: \x01\x02\r\n"), {200, 400}},
        {"a folded field", get(picture, "If-None-Match: \"a\",\r\n \"b\"\r\n"), {200, 400}},
        {"an ETag without end", get(picture, "If-None-Match: \"\r\n"), {200}},
        {"an ETag list of commas", get(picture, "If-Match: " + times(",", 3000) + "\r\n"), {412}},
        {"encodings without end",
         get("/", "Accept-Encoding: " + times("gzip;q=0.1,", 600) + "\r\n"),
         {200}},
        {"thousands of ranges",
         get(picture, "Range: bytes=" + times("0-0,", 1900) + "1-1\r\n"),
         {200, 206}},
        {"a field of 60 KB", get(picture, "X: " + std::string(60'000, 'x') + "\r\n"), {400}},
        {"a thousand fields", get(picture, times("X: y\r\n", 1000)), {200, 400}},
        {"a body", get(picture, "Content-Length: 4\r\n") + "body", {200}},
        {"a body of markup", get("/image/x", "Content-Length: 12\r\n") + mark, {404}},
        {"a negative body", get(picture, "Content-Length: -1\r\n"), {400}},
        {"an endless body", get(picture, "Content-Length: 99999999999999999999\r\n"), {400}},
        {"a body that is too large", get(picture, "Content-Length: 99999999\r\n"), {413}},
        {"two lengths",
         get(picture, "Content-Length: 4\r\nContent-Length: 5\r\n") + "bodyx",
         {400}},
        {"length and chunks",
         get(picture, "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
         {200, 400}},
        {"chunks",
         get(picture, "Transfer-Encoding: chunked\r\n") + "4\r\nbody\r\n0\r\n\r\n",
         {200}},
        {"chunks that are none", get(picture, "Transfer-Encoding: chunked\r\n") + "zz\r\n", {400}},
        {"an unknown framing", get(picture, "Transfer-Encoding: gzip\r\n"), {400, 501}},
        {"an upgrade", get(picture, "Upgrade: h2c\r\n"), {200}},
        {"an expectation",
         get(picture, "Expect: 100-continue\r\nContent-Length: 0\r\n"),
         {100, 200}},
        {"an empty line first", "\r\n" + get(picture), {200}},
        {"TLS on the plain port", "\x16\x03\x01\x02" + std::string(600, '\0'), {400}},
        {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}},
        {"noise", std::string(5000, '\xff') + "\r\n\r\n", {400, 414}},
    };
}

std::string RequestMaker::noise(std::size_t longest) {
    std::string bytes(below(longest + 1), '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(random_());
    }
    return bytes;
}

std::string RequestMaker::path() {
    static const std::vector<std::string> pieces = {"/",
                                                    "/image/",
                                                    "/camera/",
                                                    "/api/canyon/",
                                                    "/s/",
                                                    "/_/",
                                                    "/events",
                                                    "..",
                                                    ".",
                                                    "//",
                                                    "%2f",
                                                    "%00",
                                                    "%2e",
                                                    "%",
                                                    "%zz",
                                                    "%c0%af",
                                                    ".json",
                                                    "?a=b",
                                                    "#",
                                                    "+",
                                                    "=",
                                                    "<script>mark",
                                                    "\"",
                                                    "'",
                                                    "\\",
                                                    "&",
                                                    "/0123456789abcdef",
                                                    "healthcheck",
                                                    "version",
                                                    "embed",
                                                    "udot",
                                                    "LCC",
                                                    ";",
                                                    "*",
                                                    "\x7f"};
    std::string path = below(3) == 0 ? picture_ : "/";
    for (std::size_t n = below(5); n > 0; --n) {
        path += below(8) == 0 ? noise(20) : pick(pieces);
    }
    if (below(40) == 0) {
        path += std::string(below(9000), 'A');
    }
    return path;
}

std::string RequestMaker::field() {
    static const std::vector<std::string> names = {"Range",
                                                   "If-Range",
                                                   "If-Match",
                                                   "If-None-Match",
                                                   "If-Modified-Since",
                                                   "If-Unmodified-Since",
                                                   "Accept-Encoding",
                                                   "Content-Length",
                                                   "Transfer-Encoding",
                                                   "Connection",
                                                   "Host",
                                                   "Origin",
                                                   "Expect",
                                                   "Upgrade",
                                                   "TE",
                                                   "Accept",
                                                   "X"};
    static const std::vector<std::string> values = {"bytes=",
                                                    "0-0",
                                                    "-1",
                                                    "1-",
                                                    "99999999999999999999-",
                                                    ",",
                                                    "bytes=0-,0-,0-",
                                                    "*",
                                                    "W/",
                                                    "\"0123456789abcdef\"",
                                                    "\"",
                                                    "gzip",
                                                    "br",
                                                    ";q=0",
                                                    ";q=",
                                                    "identity",
                                                    "chunked",
                                                    "close",
                                                    "keep-alive",
                                                    "0",
                                                    "7",
                                                    "-7",
                                                    "Sun, 06 Nov 1994 08:49:37 GMT",
                                                    "100-continue",
                                                    "<script>mark",
                                                    "https://a.example",
                                                    " ",
                                                    "\t",
                                                    "\"a\", \"b\""};
    std::string text = pick(names) + (below(30) == 0 ? "" : ": ");
    for (std::size_t n = below(6); n > 0; --n) {
        text += below(12) == 0 ? noise(12) : pick(values);
    }
    return text + (below(50) == 0 ? "\n" : "\r\n");
}

std::string RequestMaker::next() {
    static const std::vector<std::string> methods = {
        "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "BREW", "TRACE"};
    static const std::vector<std::string> versions = {
        " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/9.9", "", " HTTP/x"};
    if (below(30) == 0) {
        return noise(300) + "\r\n\r\n";
    }
    std::string text = (below(30) == 0 ? noise(10) : pick(methods)) + " " + path() +
                       pick(versions) + "\r\n" + (below(12) == 0 ? "" : "Host: wall\r\n");
    for (std::size_t n = below(6); n > 0; --n) {
        text += field();
    }
    text += "\r\n";
    return below(6) == 0 ? text + noise(50) : text;
}

}  // namespace livecam::e2e
