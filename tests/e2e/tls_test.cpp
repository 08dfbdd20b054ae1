// Cameras behind TLS, good and bad certificates, served by Debian's nginx.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include <cstdio>
#include <memory>

#include "shared/fd.h"
#include "tests/e2e/apache.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/foreign_pictures.h"
#include "tests/e2e/plain_nginx.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::StartsWith;

class Tls : public testing::Test {
  protected:
    Tls() {
        certificates.make("good", "IP:127.0.0.1");
        certificates.make("other", "DNS:other.example");
        certificates.make_expired("expired", "IP:127.0.0.1");
        certificates.make_self_signed("self", "IP:127.0.0.1");
    }

    std::string ca() const { return R"("tls": {"ca": ")" + certificates.authority() + "\"}"; }
    std::string pin(const std::string& name) const {
        return R"("tls": {"pin": ")" + certificates.pin(name) + "\"}";
    }

    void start(const std::vector<CameraText>& cameras, const std::string& fetch = "") {
        write_file(dir / "cameras.json",
                   config_text(cameras, R"("fetch": {"interval": "200ms", "max_backoff": "1s",
                                                     "threads": 1, "per_host": 16)" +
                                            fetch + "}"));
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    }

    Certificates certificates;
    TempDir dir;
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
};

struct Case {
    const char* name;
    const char* certificate;
    std::string more;
    const char* detail;  // of the failure; "": the picture arrives
};

TEST_F(Tls, CertificatesAreJudgedAsTheConfigurationSays) {
    PlainNginx origin(certificates, {"good", "other", "expired", "self"});
    const Case cases[] = {
        {"self-verify", "self", "", "self-signed certificate"},
        {"self-off", "self", R"("tls": "off")", ""},
        {"self-pin", "self", pin("self"), ""},
        {"self-wrong-pin", "self", pin("good"), "public key"},
        {"self-ca", "self", ca(), "self-signed certificate"},
        {"good-verify", "good", "", "certificate"},
        {"good-ca", "good", ca(), ""},
        {"good-pin", "good", pin("good"), ""},
        {"expired-ca", "expired", ca(), "certificate has expired"},
        {"expired-off", "expired", R"("tls": "off")", ""},
        {"expired-pin", "expired", pin("expired"), ""},
        {"other-ca", "other", ca(), "127.0.0.1"},
        {"other-off", "other", R"("tls": "off")", ""},
    };
    std::vector<CameraText> cameras;
    for (const Case& c : cases) {
        origin.put(std::string(c.name) + ".jpg", cjpeg(1));
        cameras.push_back(
            {c.name, origin.url(c.certificate, std::string(c.name) + ".jpg"), c.more});
    }
    start(cameras);
    // Round after round, all of an origin's cameras over whatever connections there are.
    std::map<std::string, CameraStatus> now;
    ASSERT_TRUE(until([&] {
        now = states(store.path());
        bool enough = true;
        for (const Case& c : cases) {
            enough = enough && (c.detail[0] != '\0'
                                    ? now[c.name].failures >= 3
                                    : origin.accesses(std::string(c.name) + ".jpg").size() >= 4);
        }
        return enough;
    }));
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        const std::size_t requests = origin.accesses(std::string(c.name) + ".jpg").size();
        if (c.detail[0] != '\0') {
            EXPECT_EQ(now[c.name].reason, "tls");
            EXPECT_EQ(now[c.name].http_status, 0u);
            EXPECT_THAT(now[c.name].detail, HasSubstr(c.detail));
            EXPECT_EQ(requests, 0u) << "asked over another camera's connection";
        } else {
            EXPECT_EQ(now[c.name].reason, "none") << now[c.name].detail;
            EXPECT_EQ(now[c.name].failures, 0u);
        }
    }
}

TEST_F(Tls, BehindAProxyTheCertificateIsTheCamerasOwn) {
    PlainNginx origin(certificates, {"self"});
    for (const char* file : {"pinned.jpg", "verified.jpg"}) {
        origin.put(file, cjpeg(1));
    }
    Apache proxy(
        "LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so\n"
        "LoadModule proxy_connect_module /usr/lib/apache2/modules/mod_proxy_connect.so\n"
        "ProxyRequests On\nAllowCONNECT " +
        std::to_string(origin.port("self")) +
        "\nLogFormat \"%r %>s\" proxied\nCustomLog \"@dir@/proxy.log\" proxied\n");
    proxy.start();
    const std::string by_proxy =
        R"("proxy": "http://127.0.0.1:)" + std::to_string(proxy.port()) + "\"";
    start({{"pinned", origin.url("self", "pinned.jpg"), by_proxy + ", " + pin("self")},
           {"verified", origin.url("self", "verified.jpg"), by_proxy}});
    EXPECT_TRUE(livecamd->wait_picture("/image/pinned"))
        << status_of(store.path(), "pinned").detail;
    EXPECT_EQ(status_of(store.path(), "verified").reason, "tls");
    EXPECT_EQ(origin.accesses("verified.jpg").size(), 0u);
    livecamd->process().signal(SIGTERM);
    ASSERT_EQ(livecamd->process().wait(), 0);
    // apache2 writes a tunnel's line at its end.
    EXPECT_TRUE(until([&] {
        return proxy.beside("proxy.log").find("CONNECT 127.0.0.1:") != std::string::npos;
    })) << proxy.beside("proxy.log");
}

TEST_F(Tls, TheVersionOfHttpIsEachCamerasOwn) {
    PlainNginx origin(certificates, {"good"});
    for (const char* file : {"one.jpg", "two.jpg"}) {
        origin.put(file, cjpeg(1));
    }
    start({{"one", origin.url("good", "one.jpg"), R"("http": "1.1")"},
           {"two", origin.url("good", "two.jpg"), R"("http": "2")"}},
          ", " + ca());
    ASSERT_TRUE(until([&] {
        return origin.accesses("one.jpg").size() >= 6 && origin.accesses("two.jpg").size() >= 6;
    })) << livecamd->log();
    EXPECT_THAT(origin.accesses("one.jpg"), Each(StartsWith("HTTP/1.1 ")));
    EXPECT_THAT(origin.accesses("two.jpg"), Each(StartsWith("HTTP/2.0 ")));
}

bool has_ipv6() {
    const Fd fd{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    return fd.get() >= 0 &&
           ::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

TEST_F(Tls, TheVersionOfIpIsEachCamerasOwn) {
    if (!has_ipv6()) {
        std::puts("NOT TESTED: no IPv6 on this machine's loopback");
        return;
    }
    PlainNginx origin(certificates, {}, {"[::1]"});
    origin.put("six.jpg", cjpeg(1));
    const std::string six = "http://[::1]:" + std::to_string(origin.port("")) + "/six.jpg";
    start({{"six", six, R"("ip": "6")"},
           {"any", six},
           {"four", origin.url("", "six.jpg"), R"("ip": "4")"}});
    for (const char* name : {"six", "any", "four"}) {
        EXPECT_TRUE(livecamd->wait_picture(std::string("/image/") + name)) << name;
    }
    EXPECT_THAT(origin.accesses("six.jpg"), testing::Contains(HasSubstr("::1")));
}

}  // namespace
}  // namespace livecam::e2e
