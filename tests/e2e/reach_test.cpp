// Cameras behind a password or a proxy: apache2 asks for it, and its log tells what was sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>
#include <sstream>

#include "shared/hash.h"
#include "tests/e2e/apache.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/foreign_pictures.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/tcp_client.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// viewer:s3cret, realm cam.
constexpr char kDigestFile[] = "viewer:cam:45c785cf2f5b9f10db643f0488c75367\n";
constexpr char kBasicFile[] = "viewer:{SHA}/vNB+F2HQ559kaLUZbmHHvZrXpg=\n";

std::string load(const std::string& module) {
    return "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n";
}

std::string protect(const std::string& file, const std::string& type, const std::string& more) {
    return "<Location /" + file + ">\nAuthType " + type + "\nAuthName cam\nAuth" + type +
           "Provider file\nRequire valid-user\n" + more + "</Location>\n";
}

std::string with_auth() {
    return load("authn_core") + load("authn_file") + load("authz_user") + load("auth_basic") +
           load("auth_digest") + protect("basic.jpg", "Basic", "AuthUserFile @dir@/basic\n") +
           protect("digest.jpg", "Digest", "AuthUserFile @dir@/digest\n") +
           protect("short.jpg", "Digest",
                   "AuthUserFile @dir@/digest\nAuthDigestNonceLifetime 1\n") +
           protect("wrong.jpg", "Digest", "AuthUserFile @dir@/digest\n");
}

std::string etag_of(const std::string& content) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx",
                  static_cast<unsigned long long>(content_hash(std::as_bytes(std::span{content}))));
    return text;
}

class Reach : public testing::Test {
  protected:
    void write(const std::vector<CameraText>& cameras, const std::string& fetch = "") {
        write_file(dir / "cameras.json",
                   config_text(cameras, R"("fetch": {"interval": "200ms", "max_backoff": "1s",
                                                     "per_host": 16, "timeout": "5s")" +
                                            (fetch.empty() ? "" : ", " + fetch) + "}"));
    }

    void start(const std::vector<CameraText>& cameras, const std::string& fetch = "") {
        write(cameras, fetch);
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    }

    std::string listed() { return ctl(store.path(), {"list", "--json"}).output; }
    CameraStatus status(const std::string& slug) { return status_of(store.path(), slug); }

    TempDir dir;
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
};

class Password : public Reach {
  protected:
    Password() {
        apache.put_beside("digest", kDigestFile);
        apache.put_beside("basic", kBasicFile);
        for (const char* file : {"basic.jpg", "digest.jpg", "short.jpg", "wrong.jpg"}) {
            apache.put(file, cjpeg(1));
        }
        apache.start();
    }

    std::string address(const std::string& file, const std::string& user_info) {
        return "http://" + user_info + "@127.0.0.1:" + std::to_string(apache.port()) + "/" + file;
    }

    std::size_t refused(const std::string& file) const {
        const std::vector<Access> all = apache.accesses(file);
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [](const Access& access) { return access.status == "401"; }));
    }

    Apache apache{with_auth()};
};

TEST_F(Password, IsAskedForOnceForAnyNumberOfPictures) {
    start({{"basic", address("basic.jpg", "viewer:s3cret")},
           {"digest", apache.url("digest.jpg"),
            R"("auth": {"user": "viewer", "password": "s3cret", "scheme": "digest"})"}});
    for (const char* name : {"basic", "digest"}) {
        SCOPED_TRACE(name);
        const std::string file = std::string(name) + ".jpg";
        // The first picture and five more …
        constexpr std::size_t kPictures = 6;
        // Of the camera's own, so that the list does not name them for the other one.
        const int first = name == std::string_view("basic") ? 2 : 12;
        for (int i = first; i < first + static_cast<int>(kPictures) - 1; ++i) {
            apache.put(file, cjpeg(i));
            const std::string etag = etag_of(cjpeg(i));
            ASSERT_TRUE(until([&] { return listed().find(etag) != std::string::npos; }))
                << status(name).detail << livecamd->log();
        }
        // … and the looks between them cost one challenge.
        const std::vector<Access> all = apache.accesses(file);
        EXPECT_EQ(refused(file), 1u);
        EXPECT_EQ(all[0].status, "401");
        const auto fresh = std::count_if(
            all.begin(), all.end(), [](const Access& access) { return access.status == "200"; });
        EXPECT_EQ(static_cast<std::size_t>(fresh), kPictures) << "each picture once";
        EXPECT_EQ(status(name).failures, 0u);
    }
}

TEST_F(Password, ANonceThatExpiresFailsNoAttempt) {
    start({{"short", address("short.jpg", "viewer:s3cret")}});
    ASSERT_TRUE(until([&] { return refused("short.jpg") >= 3; }));
    const std::vector<Access> all = apache.accesses("short.jpg");
    EXPECT_GT(all.size(), 2 * refused("short.jpg")) << "a nonce serves more than one request";
    // Every 401 was made good within its attempt.
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        EXPECT_TRUE(all[i].status != "401" || all[i + 1].status != "401") << i;
    }
    EXPECT_THAT(livecamd->log(), Not(HasSubstr("unauthorized")));
    EXPECT_EQ(status("short").reason, "none");

    // After its restart the server knows none of its nonces.
    apache.stop();
    apache.start();
    ASSERT_TRUE(until([&] { return status("short").reason == "none"; }));
    EXPECT_THAT(livecamd->log(), Not(HasSubstr("unauthorized")));
}

TEST_F(Password, IsReadFromAFileAtTheStartAndAtAReload) {
    write_file(dir / "secret", "viewer:wrong\n");
    start({{"digest", apache.url("digest.jpg"), R"("credentials_file": "secret")"}});
    EXPECT_EQ(status("digest").reason, "unauthorized");
    EXPECT_EQ(status("digest").http_status, 401u);
    EXPECT_THAT(livecamd->log(), HasSubstr("may be read by others; chmod 600 it"));

    write_file(dir / "secret", "viewer:s3cret\n");
    EXPECT_EQ(ctl(store.path(), {"reload"}).code, 0);
    EXPECT_TRUE(livecamd->wait_picture("/image/digest")) << status("digest").detail;

    write_file(dir / "secret", "s3cret\n");
    const Finished reload = ctl(store.path(), {"reload"});
    EXPECT_NE(reload.code, 0);
    EXPECT_THAT(reload.output, HasSubstr("must hold one line, user:password"));
    EXPECT_THAT(reload.output, Not(HasSubstr("s3cret")));
}

TEST_F(Password, AWrongOneIsNamed) {
    start({{"wrong", address("wrong.jpg", "viewer:nonsense")}});
    const CameraStatus now = status("wrong");
    EXPECT_EQ(now.reason, "unauthorized");
    EXPECT_EQ(now.http_status, 401u);
}

TEST_F(Reach, AProxyIsAskedInsteadOfTheCamera) {
    // apache2 as a proxy that wants a password, and as the camera behind it.
    Apache camera;
    camera.put("picture.jpg", cjpeg(1));
    camera.start();
    Apache proxy(load("authn_core") + load("authn_file") + load("authz_user") + load("auth_basic") +
                 load("proxy") + load("proxy_http") + load("proxy_connect") +
                 "ProxyRequests On\n<Proxy *>\nAuthType Basic\nAuthName proxy\nAuthBasicProvider "
                 "file\nAuthUserFile @dir@/basic\nRequire valid-user\n</Proxy>\n"
                 "LogFormat \"%r %>s %u\" proxied\nCustomLog \"@dir@/proxy.log\" proxied\n");
    proxy.put_beside("basic", kBasicFile);
    proxy.start();
    const std::string port = std::to_string(proxy.port());
    start({{"proxied", camera.url("picture.jpg"),
            R"("proxy": "http://viewer:s3cret@127.0.0.1:)" + port + "\""},
           {"refused", camera.url("other.jpg"), R"("proxy": "http://127.0.0.1:)" + port + "\""},
           {"direct", camera.url("picture.jpg")}});
    EXPECT_TRUE(livecamd->wait_picture("/image/proxied")) << status("proxied").detail;
    EXPECT_TRUE(livecamd->wait_picture("/image/direct"));
    EXPECT_THAT(proxy.beside("proxy.log"),
                HasSubstr("GET " + camera.url("picture.jpg") + " HTTP/1.1 200 viewer"));
    EXPECT_EQ(status("refused").http_status, 407u);
    EXPECT_EQ(camera.accesses("other.jpg").size(), 0u);
    EXPECT_THAT(livecamd->log(), Not(HasSubstr("s3cret")));
}

TEST_F(Reach, ASocksProxyIsAskedInsteadOfTheCamera) {
    Apache camera;
    camera.put("picture.jpg", cjpeg(1));
    camera.start();
    const std::string port = std::to_string(free_port());
    TempDir beside;
    Process socks({"microsocks", "-i", "127.0.0.1", "-p", port, "-u", "viewer", "-P", "s3cret"},
                  beside / "log");
    ASSERT_TRUE(until([&] {
        try {
            return TcpClient(std::stoi(port)).send("no SOCKS");
        } catch (const std::runtime_error&) {
            return false;
        }
    })) << read_file(beside / "log");
    const auto proxy = [&](const std::string& before) {
        return R"("proxy": ")" + before + "127.0.0.1:" + port + "\"";
    };
    const std::string by_name = "http://localhost:" + std::to_string(camera.port());
    start({{"resolved here", by_name + "/picture.jpg", proxy("socks5://viewer:s3cret@")},
           {"resolved there", by_name + "/picture.jpg", proxy("socks5h://viewer:s3cret@")},
           {"refused", camera.url("other.jpg"), proxy("socks5://viewer:wrong@")}});
    EXPECT_TRUE(livecamd->wait_picture("/image/resolved-here")) << status("resolved-here").detail;
    EXPECT_TRUE(livecamd->wait_picture("/image/resolved-there")) << status("resolved-there").detail;
    const std::string log = read_file(beside / "log");
    const std::string to = ":" + std::to_string(camera.port());
    EXPECT_THAT(log, HasSubstr("connected to 127.0.0.1" + to));
    EXPECT_THAT(log, HasSubstr("connected to localhost" + to));
    EXPECT_EQ(status("refused").reason, "network");
    EXPECT_THAT(status("refused").detail, HasSubstr("rejected by the SOCKS5 server"));
    EXPECT_EQ(camera.accesses("other.jpg").size(), 0u);
    EXPECT_THAT(livecamd->log(), Not(HasSubstr("s3cret")));
}

TEST_F(Reach, AMotionStreamGivesAStill) {
    Simulator simulator{{"--cameras", "1", "--interval", "300ms", "--size", "160x100"}};
    start({{"stream", simulator.url("/fault/stream/stream.jpg")}});
    Nginx nginx(store.path());
    const auto sequence = [&]() -> std::uint64_t {
        const Response shown = get(nginx.url("/image/stream"));
        const auto stamp = sim::verify(std::as_bytes(std::span{shown.body}));
        return shown.status == 200 && stamp ? stamp->sequence : 0;
    };
    ASSERT_TRUE(until([&] { return sequence() > 0; })) << status("stream").detail;
    const std::uint64_t first = sequence();
    EXPECT_TRUE(until([&] { return sequence() > first + 2; })) << "and follows it";
    EXPECT_EQ(status("stream").failures, 0u);
}

TEST_F(Reach, ThePictureOfAnUnavailableCameraIsNotShown) {
    Apache camera;
    const std::string sorry = cjpeg(99);
    camera.put("camera.jpg", cjpeg(1));
    camera.start();
    start({{"camera", camera.url("camera.jpg"),
            R"("unavailable_hashes": [")" + etag_of(sorry) + "\"]"}});
    ASSERT_TRUE(livecamd->wait_picture("/image/camera"));
    camera.put("camera.jpg", sorry);
    ASSERT_TRUE(until([&] { return status("camera").reason == "unavailable"; }));
    EXPECT_EQ(status("camera").http_status, 200u);
    EXPECT_THAT(listed(), HasSubstr(etag_of(cjpeg(1))));
    EXPECT_THAT(listed(), Not(HasSubstr(etag_of(sorry))));
    camera.put("camera.jpg", cjpeg(2));
    EXPECT_TRUE(until([&] { return status("camera").reason == "none"; }));
}

TEST_F(Reach, VerifySaysHowCloselyAPictureIsLookedAt) {
    Apache camera;
    std::string damaged = cjpeg(1);
    damaged.erase(damaged.size() / 2, damaged.size() / 2 - 2);  // its end marker is there
    camera.put("damaged.jpg", damaged);
    camera.put("odd.png", "these are no bytes of a PNG");
    camera.put("markup.png", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    camera.start();
    start({{"structure", camera.url("damaged.jpg")},
           {"decode", camera.url("damaged.jpg"), R"("verify": "decode")"},
           {"odd", camera.url("odd.png")},
           {"none", camera.url("odd.png"), R"("verify": "none")"},
           {"markup", camera.url("markup.png"), R"("verify": "none")"},
           {"small", camera.url("damaged.jpg"), R"("max_pixels": 1000)"}});
    EXPECT_TRUE(livecamd->wait_picture("/image/structure"));
    EXPECT_TRUE(livecamd->wait_picture("/image/none"));
    EXPECT_EQ(status("decode").reason, "invalid");
    EXPECT_EQ(status("odd").reason, "wrong_type");
    EXPECT_EQ(status("markup").reason, "wrong_type");
    EXPECT_EQ(status("small").reason, "too_big");
    EXPECT_THAT(status("small").detail, HasSubstr("640x400; max_pixels is 1000"));
    Nginx nginx(store.path());
    Response shown;
    ASSERT_TRUE(until([&] {
        shown = get(nginx.url("/image/none"));
        return shown.status == 200;
    }));
    EXPECT_EQ(shown.body, "these are no bytes of a PNG");
    EXPECT_EQ(shown.header("content-type"), "image/png");
}

}  // namespace
}  // namespace livecam::e2e
