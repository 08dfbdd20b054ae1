#include "sidecar/fetch/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "sidecar/fetch/auth.h"

namespace livecam::fetch {
namespace {

using testing::Contains;

config::Camera at(std::string src) {
    config::Camera camera;
    camera.slug = "cam";
    camera.src = std::move(src);
    return camera;
}

TEST(AccessTest, TakesTheCredentialsOutOfTheAddress) {
    const Access access = access_of(at("http://vi%40ewer:s%3Acret@Host:81/a.jpg?x=1"));
    EXPECT_EQ(access.url, "http://Host:81/a.jpg?x=1");
    EXPECT_EQ(access.origin, "http://host:81");
    EXPECT_EQ(access.user, "vi@ewer");
    EXPECT_EQ(access.password, "s:cret");
    EXPECT_TRUE(access.has_credentials());
    EXPECT_THAT(access.secrets, Contains("vi%40ewer:s%3Acret"));
    EXPECT_THAT(access.secrets, Contains("s%3Acret"));
    EXPECT_THAT(access.secrets, Contains("s:cret"));
}

TEST(AccessTest, LeavesAnAddressWithoutThemAlone) {
    const Access access = access_of(at("http://host/a%20b/../c.jpg"));
    EXPECT_EQ(access.url, "http://host/a%20b/../c.jpg");
    EXPECT_FALSE(access.has_credentials());
}

TEST(AccessTest, HidesWhatTheSettingsHold) {
    config::Camera camera = at("http://host/");
    camera.reach.auth = {.user = "u", .password = "one", .file = {}};
    camera.reach.headers = {{"X-Key", "two"}};
    camera.reach.proxy = "http://p:three@proxy:1/";
    const Access access = access_of(camera);
    EXPECT_EQ(access.user, "u");
    for (const char* secret : {"one", "two", "three", "p:three"}) {
        EXPECT_THAT(access.secrets, Contains(secret));
    }
}

TEST(SourceVersionTest, DiffersWithEverySetting) {
    using Change = std::function<void(config::Camera&)>;
    const std::vector<Change> changes = {
        [](auto& c) { c.src += "x"; },
        [](auto& c) { c.reach.auth.user = "u"; },
        [](auto& c) { c.reach.auth.password = "u"; },
        [](auto& c) { c.reach.auth.scheme = config::AuthScheme::kBasic; },
        [](auto& c) { c.reach.tls.mode = config::TlsMode::kOff; },
        [](auto& c) { c.reach.tls.pin = "p"; },
        [](auto& c) { c.reach.tls.ca = std::make_shared<const std::string>("ca"); },
        [](auto& c) {
            c.reach.headers = {{"a", "bc"}};
        },
        [](auto& c) {
            c.reach.headers = {{"ab", "c"}};
        },
        [](auto& c) { c.reach.user_agent = "u"; },
        [](auto& c) { c.reach.proxy = "u"; },
        [](auto& c) { c.reach.http = config::HttpVersion::k1; },
        [](auto& c) { c.reach.ip = config::IpVersion::k6; },
        [](auto& c) { c.reach.allow_private_redirects = true; },
        [](auto& c) { c.reach.verify = config::Verify::kNone; },
        [](auto& c) { c.reach.max_pixels = 5; },
        [](auto& c) { c.reach.unavailable = {1}; },
    };
    const config::Camera plain = at("http://host/");
    std::set<std::uint64_t> seen = {source_version(plain)};
    for (const Change& change : changes) {
        config::Camera changed = plain;
        change(changed);
        EXPECT_TRUE(seen.insert(source_version(changed)).second) << seen.size();
    }
    EXPECT_EQ(source_version(plain), source_version(at("http://host/")));
}

constexpr auto kAny = config::AuthScheme::kAny;
constexpr long kBoth = CURLAUTH_BASIC | CURLAUTH_DIGEST;

TEST(AuthMemoryTest, RemembersWhatTheChallengeOffered) {
    AuthMemory memory;
    EXPECT_EQ(memory.schemes(kAny), static_cast<unsigned long>(kBoth));
    memory.learn(kAny, 200, 0);  // nothing was asked for
    EXPECT_EQ(memory.schemes(kAny), static_cast<unsigned long>(kBoth));
    memory.learn(kAny, 200, CURLAUTH_BASIC);
    EXPECT_EQ(memory.schemes(kAny), CURLAUTH_BASIC);
    EXPECT_FALSE(memory.has_nonce());
    memory.learn(kAny, 401, CURLAUTH_DIGEST);
    EXPECT_EQ(memory.schemes(kAny), static_cast<unsigned long>(kBoth)) << "refused: all anew";
    memory.learn(kAny, 304, kBoth);
    EXPECT_EQ(memory.schemes(kAny), CURLAUTH_DIGEST);
    EXPECT_TRUE(memory.has_nonce());
    memory.learn(kAny, 0, 0);  // a timeout is no answer
    EXPECT_TRUE(memory.has_nonce());
    memory.learn(kAny, 401, 0);
    EXPECT_FALSE(memory.has_nonce());
}

TEST(AuthMemoryTest, KeepsToTheSchemeThatIsConfigured) {
    AuthMemory memory;
    memory.learn(config::AuthScheme::kBasic, 200, kBoth);
    EXPECT_EQ(memory.schemes(config::AuthScheme::kBasic), CURLAUTH_BASIC);
    EXPECT_FALSE(memory.has_nonce());
    memory.learn(config::AuthScheme::kDigest, 200, CURLAUTH_BASIC);
    EXPECT_EQ(memory.schemes(config::AuthScheme::kDigest), CURLAUTH_DIGEST);
    EXPECT_FALSE(memory.has_nonce());
}

}  // namespace
}  // namespace livecam::fetch
