// What the pages must never tell: where a camera really is and how one logs in there.
#include <set>

#include "sidecar/pages/security_headers.h"
#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

std::string everything(const Body& body) {
    std::string text = body.path + "\n" + body.content_type + "\n" + body.content;
    for (const auto& [key, value] : body.headers) {
        text += "\n" + key + ": " + value;
    }
    return text;
}

TEST(Secrecy, NoOriginAddressOrCredentialIsInAnyBody) {
    config::Config config = small_config();
    config.site.url = "https://walls.example/snow";
    config.site.prefix = "/snow";
    Snapshot snapshot = small_snapshot();
    snapshot.cameras["superior"].reason = Reason::kUnauthorized;
    const auto all = all_bodies(config, snapshot);
    EXPECT_GT(all.size(), 15u);
    for (const Body& body : all) {
        for (const char* secret : {"cameras.example", "secret", "user:", "key=hidden", ".jpg"}) {
            EXPECT_EQ(everything(body).find(secret), std::string::npos)
                << secret << " in " << body.path;
        }
    }
}

TEST(Secrecy, DisabledCameraIsNowhereAndItsAddressesAreGone) {
    config::Config config = small_config();
    config.site.legacy_ids = true;
    config.groups[0].cameras[2].id = "aHR0cDovL3g/eT0x";
    std::set<std::string> gone;
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_EQ(everything(body).find("Switched off"), std::string::npos) << body.path;
        if (body.status == 410) {
            EXPECT_EQ(body.kind, Kind::kMiss);
            EXPECT_EQ(body.flags, kFlagNoStore) << "a cache would go on after it is back";
            gone.insert(body.path);
        } else {
            EXPECT_EQ(everything(body).find("/off"), std::string::npos) << body.path;
        }
    }
    for (const std::string address :
         {"/image/off", "/camera/off", "/camera/off.json", "/embed/off", "/stream/off",
          "/image/aHR0cDovL3g/eT0x", "/camera/aHR0cDovL3g/eT0x", "/camera/aHR0cDovL3g/eT0x.json"}) {
        EXPECT_EQ(gone.count(address), 1u) << address;
        EXPECT_EQ(gone.count(address + "/"), 1u) << address << ": what is below it";
    }
    EXPECT_EQ(gone.size(), 16u);
}

TEST(Secrecy, OnlyEmbedMayBeFramedAndOnlyByWhomTheSiteNames) {
    config::Config config = small_config();
    config.site.embed = {"https://a.example", "https://*.b.example"};
    const auto all = all_bodies(config, small_snapshot());
    const Body embed = body_at(all, "/embed/superior");
    EXPECT_EQ(header(embed, "X-Frame-Options"), "");
    EXPECT_NE(header(embed, "Content-Security-Policy")
                  .find("; frame-ancestors https://a.example https://*.b.example; "),
              std::string::npos);
    for (const Body& body : all) {
        if (body.content_type.starts_with("text/html") && !body.path.starts_with("/embed/")) {
            EXPECT_EQ(header(body, "X-Frame-Options"), "DENY") << body.path;
        }
    }
    config.site.embed.clear();
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_FALSE(body.path.starts_with("/embed/") && body.status != 410) << body.path;
    }
}

TEST(Secrecy, TransportSecurityIsSentWhereItIsWanted) {
    config::Config config = small_config();
    for (const Body& body : all_bodies(config, small_snapshot())) {
        EXPECT_EQ(header(body, "Strict-Transport-Security"), "") << body.path;
    }
    config.site.hsts = "max-age=300";
    for (const Body& body : all_bodies(config, small_snapshot())) {
        if (body.kind == Kind::kBody) {
            EXPECT_EQ(header(body, "Strict-Transport-Security"), "max-age=300") << body.path;
        }
    }
}

TEST(Secrecy, EveryBodySaysItsTypeIsMeantAndWhichWallItIsOf) {
    const auto all = all_bodies(small_config(), small_snapshot());
    const std::string version = header(body_at(all, "/"), "X-Version");
    for (const Body& body : all) {
        if (body.kind == Kind::kBody) {
            EXPECT_EQ(header(body, "X-Content-Type-Options"), "nosniff") << body.path;
            EXPECT_EQ(header(body, "X-Version"), version) << body.path;
        }
    }
    EXPECT_EQ(count(version, "-"), 1u) << version;
    config::Config config = small_config();
    config.groups[1].cameras[0].name = "Renamed";
    EXPECT_NE(header(body_at(all_bodies(config, small_snapshot()), "/"), "X-Version"), version);
}

TEST(Secrecy, FrameOriginsAreNamedInThePolicyAndNowhereElse) {
    config::Config config = small_config();
    config.groups[1].cameras.push_back(frame("again", "https://www.tube.example/other"));
    config.groups[1].cameras.push_back(frame("own", "http://user:pw@[2001:db8::1]:8443/p?q#f"));
    config.groups[1].cameras.push_back(frame("off", "https://disabled.example/"));
    config.groups[1].cameras.back().enabled = false;
    const auto all = all_bodies(config, small_snapshot());
    for (const char* path : {"/", "/lcc", "/bcc", "/camera/dogwood"}) {
        EXPECT_EQ(header(body_at(all, path), "Content-Security-Policy"),
                  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
                  "worker-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
                  "form-action 'none'; frame-ancestors 'none'; "
                  "frame-src https://www.tube.example http://[2001:db8::1]:8443")
            << path;
    }
}

TEST(Secrecy, WithoutIframesNothingMayBeFramed) {
    config::Config config = small_config();
    config.groups[0].cameras.erase(config.groups[0].cameras.begin() + 1);
    EXPECT_EQ(frame_sources(config), "'none'");
}

TEST(Secrecy, AddressesThatWouldBreakThePolicyGiveNoOrigin) {
    EXPECT_EQ(origin_of("https://a.example;script-src/x"), "");
    EXPECT_EQ(origin_of("https://a.example 'unsafe-inline'/x"), "");
    EXPECT_EQ(origin_of("https://a.example\r\nX-Evil: 1/"), "");
    EXPECT_EQ(origin_of("javascript:alert(1)"), "");
    EXPECT_EQ(origin_of("data:text/html,x"), "");
    EXPECT_EQ(origin_of("https://"), "");
    EXPECT_EQ(origin_of("https://good.example@evil.example/"), "https://evil.example");
}

TEST(Secrecy, PagesCarryTheSecurityHeadersOfTheReference) {
    const Body wall = body_at(all_bodies(small_config(), small_snapshot()), "/bcc");
    EXPECT_EQ(header(wall, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(wall, "X-Frame-Options"), "DENY");
    EXPECT_EQ(header(wall, "Referrer-Policy"), "strict-origin-when-cross-origin");
    EXPECT_EQ(header(wall, "Permissions-Policy"), "camera=(), microphone=(), geolocation=()");
}

TEST(Secrecy, PagesHoldNothingThatThePolicyForbids) {
    for (const Body& body : all_bodies(small_config(), small_snapshot())) {
        if (body.content_type.starts_with("text/html")) {
            EXPECT_EQ(count(body.content, "style=\""), 0u) << body.path;
            EXPECT_EQ(count(body.content, "<style"), 0u) << body.path;
            EXPECT_EQ(count(body.content, " onclick="), 0u) << body.path;
            EXPECT_EQ(count(body.content, "<script"),
                      count(body.content, "<script type=\"module\" src=\"/s/") +
                          count(body.content, "<script src=\"/s/"))
                << body.path;
        }
    }
}

}  // namespace
}  // namespace livecam::pages
