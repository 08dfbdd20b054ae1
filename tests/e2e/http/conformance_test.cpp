// Conditions and ranges as RFC 9110 means them, and as nginx's own static module answers them: each
// case on pictures, pages and JSON, over HTTP/1.1, TLS and HTTP/2, with GET and HEAD.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include <ctime>
#include <memory>

#include "tests/e2e/http/conditions.h"
#include "tests/e2e/http/frozen_wall.h"

namespace livecam::e2e {
namespace {

std::string date(const std::string& from, int days) {
    const time_t at = ::curl_getdate(from.c_str(), nullptr) + days * 86'400;
    char text[64];
    tm parts{};
    ::gmtime_r(&at, &parts);
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text;
}

std::string filled(std::string text, const Resource& resource, const std::string& etag) {
    const std::pair<std::string, std::string> values[] = {
        {"{ETAG}", etag},
        {"{OTHER}", "\"other\""},
        {"{DATE}", resource.last_modified},
        {"{BEFORE}", date(resource.last_modified, -1)},
        {"{AFTER}", date(resource.last_modified, 1)},
        {"{LENGTH}", std::to_string(resource.length)}};
    for (const auto& [name, value] : values) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
            text.replace(at, name.size(), value);
            at += value.size();
        }
    }
    return text;
}

Request request(const Condition& condition, const Resource& resource, bool file) {
    Request request;
    request.url = file ? resource.file : resource.path;
    for (const std::string& field : condition.fields) {
        request.headers.push_back(
            filled(field, resource, file ? resource.file_etag : resource.etag));
    }
    if (!resource.accept_encoding.empty()) {
        request.headers.push_back("Accept-Encoding: " + resource.accept_encoding);
    }
    return request;
}

/// The boundary of a multipart answer is another one each time.
std::string comparable_body(const Response& response) {
    const std::string type = response.header("content-type");
    const std::string key = "boundary=";
    const auto at = type.find(key);
    if (at == std::string::npos) {
        return response.body;
    }
    const std::string boundary = type.substr(at + key.size());
    std::string body = response.body;
    for (auto found = body.find(boundary); found != std::string::npos;
         found = body.find(boundary, found + 1)) {
        body.replace(found, boundary.size(), std::string(boundary.size(), '-'));
    }
    // The parts of a page and of its twin have a type each.
    for (const char* text : {"; charset=utf-8", "; charset=UTF-8"}) {
        for (auto found = body.find(text); found != std::string::npos; found = body.find(text)) {
            body.erase(found, std::string(text).size());
        }
    }
    return body;
}

class Conformance : public testing::Test {
  protected:
    static void SetUpTestSuite() { wall = std::make_unique<FrozenWall>(); }
    static void TearDownTestSuite() { wall.reset(); }

    /// Calls check(condition, resource, transport, method) for everything there is.
    template <class Check>
    static void for_all(Check check) {
        for (const Resource& resource : wall->resources()) {
            for (const Transport transport : kTransports) {
                for (const std::string method : {"GET", "HEAD"}) {
                    for (const Condition& condition : conditions()) {
                        std::string trace =
                            method + " " + resource.name + ", " + to_string(transport);
                        for (const std::string& field : condition.fields) {
                            trace += ", " + field.substr(0, 80);
                        }
                        SCOPED_TRACE(trace);
                        check(condition, resource, transport, method);
                    }
                }
            }
        }
    }

    static void expect_head_is_get(Transport transport, Request asked) {
        const auto comparable = [](const Response& answer) {
            auto headers = answer.headers;
            headers.erase("date");
            if (headers["content-type"].starts_with("multipart/")) {
                headers["content-type"] = "multipart/";  // a boundary of its own
            }
            return std::pair(answer.status, headers);
        };
        // max-age and the camera's state follow the clock, so that two answers may differ once.
        for (const bool again : {false, true}) {
            asked.method = "GET";
            const Response with = wall->send(transport, asked);
            asked.method = "HEAD";
            const Response without = wall->send(transport, asked);
            EXPECT_EQ(without.body, "");
            EXPECT_NE(with.status, 500);
            if (with.status != 304) {
                EXPECT_EQ(with.header("content-length"), std::to_string(with.body.size()));
            }
            if (comparable(with) == comparable(without) || again) {
                EXPECT_EQ(comparable(without), comparable(with));
                return;
            }
        }
    }

    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> Conformance::wall;

TEST_F(Conformance, EveryCaseHasTheStatusAndTheFieldsOfTheStandard) {
    for_all([](const Condition& condition, const Resource& resource, Transport transport,
               const std::string& method) {
        Request asked = request(condition, resource, false);
        asked.method = method;
        const Response answer = wall->send(transport, asked);
        ASSERT_EQ(answer.error, 0);
        ASSERT_EQ(answer.version,
                  transport == Transport::kHttp2 ? Version::kHttp2 : Version::kHttp1);
        EXPECT_EQ(answer.status, condition.status);
        const bool page = resource.name.starts_with("page") || resource.name == "json";
        if (answer.status == 200 || answer.status == 206 || answer.status == 304) {
            EXPECT_EQ(answer.header("etag"), resource.etag);
            EXPECT_EQ(answer.header("last-modified"), resource.last_modified);
            EXPECT_NE(answer.header("cache-control"), "");
            EXPECT_NE(answer.header("cache-status"), "");
            EXPECT_EQ(answer.header("vary"), page ? "Accept-Encoding" : "");
        }
        if (answer.status == 304) {
            for (const char* name : {"content-type", "content-length", "content-encoding",
                                     "content-range", "accept-ranges"}) {
                EXPECT_EQ(answer.headers.count(name), 0u) << name;
            }
        }
        if (answer.status == 416) {
            EXPECT_EQ(answer.header("content-range"), "bytes */" + std::to_string(resource.length));
        }
        if (answer.status == 304 || method == "HEAD") {
            EXPECT_EQ(answer.body, "");
        }
    });
}

TEST_F(Conformance, EveryCaseIsAnsweredAsNginxAnswersForAFile) {
    for_all([](const Condition& condition, const Resource& resource, Transport transport,
               const std::string& method) {
        Request ours = request(condition, resource, false);
        Request files = request(condition, resource, true);
        ours.method = files.method = method;
        const Response answer = wall->send(transport, ours);
        const Response twin = wall->send(transport, files);
        if (condition.status_of_file != 0) {
            EXPECT_EQ(twin.status, condition.status_of_file);
            return;
        }
        EXPECT_EQ(answer.status, twin.status);
        for (const char* name : {"content-range", "accept-ranges", "last-modified"}) {
            EXPECT_EQ(answer.header(name), twin.header(name)) << name;
        }
        EXPECT_EQ(answer.header("etag").empty(), twin.header("etag").empty());
        EXPECT_EQ(comparable_body(answer), comparable_body(twin));
        const bool multipart = answer.header("content-type").starts_with("multipart/");
        EXPECT_EQ(multipart, twin.header("content-type").starts_with("multipart/"));
        if (!multipart) {  // with several parts, the length of the type counts
            EXPECT_EQ(answer.header("content-length"), twin.header("content-length"));
        }
    });
}

TEST_F(Conformance, HeadHasTheFieldsOfGetOnEveryCase) {
    for_all([](const Condition& condition, const Resource& resource, Transport transport,
               const std::string& method) {
        if (method == "HEAD") {
            expect_head_is_get(transport, request(condition, resource, false));
        }
    });
}

TEST_F(Conformance, HeadHasTheFieldsOfGetOnEveryRoute) {
    std::vector<std::string> paths = wall->keys();
    ASSERT_GE(paths.size(), 12u);
    for (const char* missing : {"/image/nowhere", "/camera/nowhere", "/api/canyon/XYZ/udot",
                                "/nowhere", "/s/nowhere.css"}) {
        paths.emplace_back(missing);
    }
    paths.push_back("/image/" + wall->camera() + "/0123456789abcdef");
    for (const std::string& path : paths) {
        for (const Transport transport : kTransports) {
            for (const char* accepted : {"identity", "gzip", "br"}) {
                SCOPED_TRACE(path + ", " + to_string(transport) + ", " + accepted);
                expect_head_is_get(transport,
                                   {path, {std::string("Accept-Encoding: ") + accepted}});
            }
        }
    }
}

TEST_F(Conformance, OtherMethodsAreRefusedAndOptionsAnswered) {
    for (const std::string& path : wall->keys()) {
        const bool miss = path.ends_with("/") && path.size() > 1;
        for (const Transport transport : kTransports) {
            for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"}) {
                SCOPED_TRACE(std::string(method) + " " + path + ", " + to_string(transport));
                const Response answer = wall->send(transport, {path, {}, method});
                if (miss) {  // where nothing is, no method is allowed or forbidden
                    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << answer.status;
                    continue;
                }
                const bool options = std::string(method) == "OPTIONS";
                EXPECT_EQ(answer.status, options ? 204 : 405);
                EXPECT_EQ(answer.header("allow"), "GET, HEAD, OPTIONS");
                EXPECT_EQ(answer.header("cache-control"), "no-store");
                if (options) {
                    EXPECT_EQ(answer.body, "");
                    EXPECT_EQ(answer.headers.count("content-length"), 0u);
                }
            }
        }
    }
}

}  // namespace
}  // namespace livecam::e2e
