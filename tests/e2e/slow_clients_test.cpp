// Slow clients keep replaced pictures in memory: within a bound, at the cost of the oldest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/e2e/certificate.h"
#include "tests/e2e/h2_streams.h"
#include "tests/e2e/http.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/slow_clients.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

constexpr std::size_t kPicture = 200 * 1000;  // 49 pages: five are within 1 MiB
constexpr std::size_t kBound = 1024 * 1024;
constexpr std::size_t kWithin = 5;

/// How many responses error.log says were ended for `reason`.
int ended(const Nginx& nginx, const std::string& reason) {
    const std::string log = nginx.log();
    const std::regex line("livecam: store [^ ]+ ([0-9]+) responses ended[^\n]*" + reason);
    int sum = 0;
    for (std::sregex_iterator i(log.begin(), log.end(), line), end; i != end; ++i) {
        sum += std::stoi((*i)[1]);
    }
    return sum;
}

int ended_for_memory(const Nginx& nginx) {
    return ended(nginx, "livecam_held");
}

int ended_for_time(const Nginx& nginx) {
    return ended(nginx, "livecam_response_timeout");
}

struct Way {
    const char* name;
    const char* scheme;
    const char* listen;
    const char* http;
};

void PrintTo(const Way& way, std::ostream* out) {
    *out << way.name;
}

class SlowClientsTest : public testing::TestWithParam<Way> {
  protected:
    NginxOptions options(const std::string& http = "livecam_held 1m;") {
        NginxOptions made;
        made.http = http + GetParam().http;
        // Small, or the kernel takes a whole picture and the response is over.
        made.listen = std::string{GetParam().listen} + " sndbuf=16k";
        made.workers = 1;
        if (made.listen.find("ssl") != std::string::npos) {
            const Certificate certificate = make_certificate(dir_.path());
            made.server = "ssl_certificate " + certificate.certificate + ";\nssl_certificate_key " +
                          certificate.key + ";\n";
        }
        return made;
    }

    std::string url(const Nginx& nginx, const std::string& camera) {
        return std::string{GetParam().scheme} + "://127.0.0.1:" + std::to_string(nginx.port()) +
               "/image/" + camera;
    }

  private:
    TempDir dir_;
};

TEST_P(SlowClientsTest, TheOldestResponsesEndFirst) {
    PaintedStore store(0);
    store.publish("still", 3 * kBound);
    store.publish("lively", kPicture);
    const Nginx nginx(store.path(), options());
    SlowClients clients;
    // The oldest of all, and larger than the bound: but its picture is the newest.
    ASSERT_TRUE(clients.begin(url(nginx, "still")));
    constexpr std::size_t rounds = 12;
    for (std::size_t i = 0; i < rounds; ++i) {
        ASSERT_TRUE(clients.begin(url(nginx, "lively")));
        store.publish("lively", kPicture);
    }
    // The next look finds the last of them replaced.
    constexpr int too_many = static_cast<int>(rounds - kWithin);
    ASSERT_TRUE(until([&] {
        clients.drive(1);
        return ended_for_memory(nginx) >= too_many;
    })) << nginx.log();
    EXPECT_LE(unnamed_mapped_bytes(nginx.workers().at(0), store.path()), kBound);
    clients.resume();
    ASSERT_TRUE(clients.finish());
    EXPECT_EQ(store.number_of(clients[0].body), 0);
    for (std::size_t i = 1; i <= rounds; ++i) {
        const SlowClients::Client& client = clients[i];
        EXPECT_EQ(client.status, 200);
        if (i <= rounds - kWithin) {
            EXPECT_NE(client.error, 0) << i;
            EXPECT_LT(client.body.size(), kPicture) << i;
        } else {
            EXPECT_EQ(client.error, 0) << i;
            EXPECT_EQ(store.number_of(client.body), static_cast<int>(i)) << i;
        }
    }
    EXPECT_EQ(ended_for_memory(nginx), too_many);
    EXPECT_EQ(ended_for_time(nginx), 0);
    // The last one it sent is ready for the next client until that asks.
    EXPECT_TRUE(store.knows(get(url(nginx, "lively")).body));
    EXPECT_EQ(unnamed_mapped_bytes(nginx.workers().at(0), store.path()), 0u);
}

TEST_P(SlowClientsTest, OnePictureForManyClientsCountsOnce) {
    PaintedStore store(0);
    store.publish("one", kPicture);
    const Nginx nginx(store.path(), options());
    SlowClients clients;
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(clients.begin(url(nginx, "one")));
    }
    store.publish("one", kPicture);
    ASSERT_TRUE(clients.begin(url(nginx, "one")));
    // Six more, of which the first is one too many; its picture has twenty readers.
    for (int i = 0; i < 5; ++i) {
        store.publish("one", kPicture);
        ASSERT_TRUE(clients.begin(url(nginx, "one")));
    }
    ASSERT_TRUE(until([&] {
        clients.drive(1);
        return ended_for_memory(nginx) >= 20;
    })) << nginx.log();
    clients.resume();
    ASSERT_TRUE(clients.finish());
    for (std::size_t i = 0; i < clients.size(); ++i) {
        EXPECT_EQ(clients[i].error == 0, i >= 20) << i;
        EXPECT_EQ(store.knows(clients[i].body), i >= 20) << i;
    }
    EXPECT_EQ(ended_for_memory(nginx), 20);
}

INSTANTIATE_TEST_SUITE_P(
    All, SlowClientsTest,
    testing::Values(Way{"Mapping", "http", "", ""}, Way{"File", "http", "", "livecam_send file;"},
                    Way{"Sendfile", "http", "", "livecam_send file; sendfile on;"},
                    Way{"Tls", "https", "ssl", ""},
                    Way{"TlsFile", "https", "ssl", "livecam_send file;"}),
    [](const auto& tested) { return tested.param.name; });

/// HTTP/2 without TLS on a port of its own.
NginxOptions http2_options(int port) {
    NginxOptions made;
    made.http = "livecam_held 250k;";
    made.server = "listen 127.0.0.1:" + std::to_string(port) + " http2 sndbuf=16k;";
    made.workers = 1;
    return made;
}

TEST(SlowClients, KeptPicturesCostNothing) {
    PaintedStore store(2);
    store.publish("a", kPicture);
    const Nginx nginx(store.path(),
                      {.http = "livecam_held 100k;", .listen = "sndbuf=16k", .workers = 1});
    SlowClients clients;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(clients.begin(nginx.url("/image/a")));
        store.publish("a", kPicture);  // the last one is the first to take a name away
    }
    ASSERT_TRUE(until([&] {
        clients.drive(1);
        return ended_for_memory(nginx) >= 1;
    })) << nginx.log();
    clients.resume();
    ASSERT_TRUE(clients.finish());
    EXPECT_NE(clients[0].error, 0);
    EXPECT_EQ(store.number_of(clients[1].body), 1);
    EXPECT_EQ(store.number_of(clients[2].body), 2);
    EXPECT_EQ(ended_for_memory(nginx), 1);
}

/// A stream sends picture after picture; the one on its way is what it holds.
TEST(SlowClients, StreamsEndAsPicturesDo) {
    PaintedStore store(0);
    store.publish("a", kPicture);
    const Nginx nginx(store.path(),
                      {.http = "livecam_held 100k;", .listen = "sndbuf=16k", .workers = 1});
    SlowClients clients;
    ASSERT_TRUE(clients.begin(nginx.url("/stream/a")));
    store.publish("a", kPicture);
    ASSERT_TRUE(until([&] {
        clients.drive(1);
        return ended_for_memory(nginx) == 1;
    })) << nginx.log();
    clients.resume();
    ASSERT_TRUE(clients.finish());
    EXPECT_LT(clients[0].body.size(), kPicture);
}

TEST(SlowClients, ResponsesHaveADeadline) {
    PaintedStore store(0);
    store.publish("a", kPicture);
    const Nginx nginx(
        store.path(),
        {.http = "livecam_response_timeout 1s;", .listen = "sndbuf=16k", .workers = 1});
    SlowClients clients;
    ASSERT_TRUE(clients.begin(nginx.url("/image/a")));
    ASSERT_TRUE(until([&] {
        clients.drive(1);
        return ended_for_time(nginx) == 1;
    })) << nginx.log();
    EXPECT_EQ(get(nginx.url("/image/a")).status, 200);
    clients.resume();
    ASSERT_TRUE(clients.finish());
    EXPECT_NE(clients[0].error, 0);
    EXPECT_EQ(ended_for_memory(nginx), 0);
}

TEST(SlowClients, OnlyTheStreamEndsAndNotItsConnection) {
    PaintedStore store(0);
    store.publish("a", kPicture);
    const int port = free_port();
    const Nginx nginx(store.path(), http2_options(port));
    H2Streams client(port, 1024);
    std::vector<std::uint32_t> streams;
    for (int i = 0; i < 3; ++i) {
        streams.push_back(client.ask("/image/a"));
        ASSERT_TRUE(until([&] { return client.read(10) && client[streams.back()].answered; }));
        EXPECT_TRUE(client[streams.back()].ok);
        store.publish("a", kPicture);
    }
    ASSERT_TRUE(until([&] { return client.read(10) && client[streams[1]].reset; })) << nginx.log();
    EXPECT_TRUE(client[streams[0]].reset);
    client.open(streams[2]);
    ASSERT_TRUE(until([&] { return client.read(10) && client[streams[2]].ended; }));
    EXPECT_EQ(store.number_of(client[streams[2]].body), 2);
    const std::uint32_t later = client.ask("/image/a");
    client.open(later);
    ASSERT_TRUE(until([&] { return client.read(10) && client[later].ended; }));
    EXPECT_EQ(store.number_of(client[later].body), 3);
    EXPECT_EQ(ended_for_memory(nginx), 2);
}

/// A client that does not read at all blocks the one frame that is half sent, and with it the
/// stream's end.
TEST(SlowClients, AStubbornConnectionEndsWithItsStream) {
    PaintedStore store(0);
    store.publish("a", 10 * kPicture);
    const int port = free_port();
    const Nginx nginx(store.path(), http2_options(port));
    H2Streams client(port, 1u << 30);
    const std::uint32_t stream = client.ask("/image/a");
    ASSERT_TRUE(until([&] { return client.read(10) && client[stream].answered; }));
    store.publish("a", kPicture);
    ASSERT_TRUE(until([&] { return ended_for_memory(nginx) == 1; })) << nginx.log();
    // Asking for the new picture is what lets go of the old one, if nobody receives it any more.
    EXPECT_TRUE(until([&] {
        return store.number_of(get(nginx.url("/image/a")).body) == 1 &&
               unnamed_mapped_bytes(nginx.workers().at(0), store.path()) == 0;
    }));
    EXPECT_FALSE(client[stream].ended);
}

}  // namespace
}  // namespace livecam::e2e
