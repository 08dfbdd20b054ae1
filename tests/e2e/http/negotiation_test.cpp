// Which form of a page a client gets (RFC 9110, 12.5.3), with everything in nginx that encodes or
// decodes turned on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/e2e/http/frozen_wall.h"

namespace livecam::e2e {
namespace {

constexpr char kEncoders[] =
    "gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any; gzip_static on; gunzip on;";

struct Preference {
    std::vector<std::string> lines;
    std::string encoding;
};

const std::vector<Preference>& preferences() {
    static const std::vector<Preference> all = {
        {{}, ""},
        {{"Accept-Encoding;"}, ""},
        {{"Accept-Encoding: identity"}, ""},
        {{"Accept-Encoding: gzip"}, "gzip"},
        {{"Accept-Encoding: GZip"}, "gzip"},
        {{"Accept-Encoding: x-gzip"}, "gzip"},
        {{"Accept-Encoding: br"}, "br"},
        {{"Accept-Encoding: gzip, deflate, br, zstd"}, "br"},
        {{"Accept-Encoding: gzip;q=1.0, br;q=0.5"}, "gzip"},
        {{"Accept-Encoding: gzip;q=0.5, br;q=0.501"}, "br"},
        {{"Accept-Encoding: br;q=0, gzip"}, "gzip"},
        {{"Accept-Encoding: br;q=0.000, gzip ; q=0.001"}, "gzip"},
        {{"Accept-Encoding: gzip;q=0, br;q=0"}, ""},
        {{"Accept-Encoding: identity, gzip;q=0.9"}, ""},
        {{"Accept-Encoding: *"}, "br"},
        {{"Accept-Encoding: *;q=0"}, ""},
        {{"Accept-Encoding: gzip, *;q=0"}, "gzip"},
        {{"Accept-Encoding: br;q=0, *"}, "gzip"},
        {{"Accept-Encoding: identity;q=0, *;q=0.1"}, "br"},
        {{"Accept-Encoding: identity;q=0, gzip;q=0.1"}, "gzip"},
        // Nothing is acceptable: the plain form rather than 406.
        {{"Accept-Encoding: identity;q=0"}, ""},
        {{"Accept-Encoding: deflate, compress"}, ""},
        // No weights: left out.
        {{"Accept-Encoding: br;q=1.5, gzip"}, "gzip"},
        {{"Accept-Encoding: br;q=, gzip;q=x"}, ""},
        {{"Accept-Encoding: ,,;,=,gzip,"}, "gzip"},
        // Several lines are one list.
        {{"Accept-Encoding: gzip", "Accept-Encoding: br"}, "br"},
        {{"Accept-Encoding: br;q=0", "Accept-Encoding: gzip;q=0.1"}, "gzip"},
    };
    return all;
}

class Negotiation : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        wall = std::make_unique<FrozenWall>(
            NginxOptions{.http = kEncoders,
                         .server = "location ~ ^/vary(/.*)$ { gzip_vary on; livecam_key $1; }\n"
                                   "location ~ ^/plain(/.*)$ { livecam_variants off; "
                                   "livecam_key $1; gzip off; }"});
    }
    static void TearDownTestSuite() { wall.reset(); }
    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> Negotiation::wall;

TEST_F(Negotiation, VariantFollowsTheWeights) {
    for (const char* name : {"page", "json"}) {
        const Resource& page = wall->resource(name);
        for (const Preference& preference : preferences()) {
            for (const Transport transport : kTransports) {
                SCOPED_TRACE(std::string(name) + ", " + to_string(transport) + ": " +
                             testing::PrintToString(preference.lines));
                const Response answer = wall->send(transport, {page.path, preference.lines});
                EXPECT_EQ(answer.status, 200);
                EXPECT_EQ(answer.header("content-encoding"), preference.encoding);
                EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
                EXPECT_EQ(answer.lines.at("vary"), 1);
                EXPECT_EQ(answer.header("content-length"), std::to_string(answer.body.size()));
            }
        }
    }
}

TEST_F(Negotiation, EachVariantHasItsOwnStrongEtagAndVaryOn304) {
    const std::string path = wall->resource("page").path;
    std::set<std::string> etags;
    for (const char* accepted : {"identity", "gzip", "br"}) {
        const std::string field = std::string("Accept-Encoding: ") + accepted;
        const std::string etag = wall->get(path, {field}).header("etag");
        EXPECT_THAT(etag, testing::MatchesRegex("\"[0-9a-f]{16}\""));
        etags.insert(etag);
        const Response again = wall->get(path, {field, "If-None-Match: " + etag});
        EXPECT_EQ(again.status, 304);
        EXPECT_EQ(again.header("vary"), "Accept-Encoding");
        EXPECT_EQ(again.header("etag"), etag);
    }
    EXPECT_EQ(etags.size(), 3u);
    for (const std::string& etag : etags) {  // another variant's tag is none of this one's
        const Response other = wall->get(path, {"Accept-Encoding: br", "If-None-Match: " + etag});
        EXPECT_EQ(other.status, other.header("etag") == etag ? 304 : 200);
    }
}

TEST_F(Negotiation, PicturesAreNeverEncodedAndDoNotVary) {
    for (const char* name : {"picture", "picture_kept"}) {
        const Resource& picture = wall->resource(name);
        for (const Preference& preference : preferences()) {
            for (const Transport transport : kTransports) {
                const Response answer = wall->send(transport, {picture.path, preference.lines});
                EXPECT_EQ(answer.header("content-encoding"), "");
                EXPECT_EQ(answer.header("vary"), "");
                EXPECT_EQ(answer.header("etag"), picture.etag);
                EXPECT_EQ(answer.body.size(), picture.length);
                EXPECT_EQ(answer.header("content-length"), std::to_string(picture.length));
            }
        }
    }
}

TEST_F(Negotiation, GzipVaryGivesOneFieldOnly) {
    for (const char* accepted : {"identity", "gzip", "br"}) {
        for (const Transport transport : kTransports) {
            const Response answer =
                wall->send(transport, {"/vary" + wall->resource("page").path,
                                       {std::string("Accept-Encoding: ") + accepted}});
            EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
            EXPECT_EQ(answer.lines.at("vary"), 1) << accepted;
        }
    }
}

TEST_F(Negotiation, VariantsOffGivesThePlainForm) {
    const Resource& page = wall->resource("page");
    const Response answer = wall->get("/plain" + page.path, {"Accept-Encoding: br, gzip"});
    EXPECT_EQ(answer.header("content-encoding"), "");
    EXPECT_EQ(answer.header("vary"), "");
    EXPECT_EQ(answer.header("etag"), page.etag);
    EXPECT_EQ(answer.body.size(), page.length);
}

}  // namespace
}  // namespace livecam::e2e
