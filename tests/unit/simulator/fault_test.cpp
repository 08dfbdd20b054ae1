#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/simulator/schedule.h"
#include "tests/simulator/server/http_date.h"
#include "tests/unit/simulator/running_simulator.h"

namespace livecam::sim {
namespace {

using std::chrono::milliseconds;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class FaultTest : public ::testing::Test {
  protected:
    static SimulatorOptions quick() {
        SimulatorOptions options = RunningSimulator::small();
        options.gallery.interval = milliseconds{500};  // how slow "slow" is
        return options;
    }

    void SetUp() override { Client(port()).get("/control/pin?camera=0"); }

    unsigned short port() const { return simulator_.port(); }

    Answer broken(const std::string& fault, milliseconds patience = milliseconds{20000},
                  const std::string& more = "") const {
        return Client(port()).get("/fault/" + fault + "/0.jpg", more, patience);
    }

    std::string good() const { return Client(port()).get("/good/0.jpg").body; }

    RunningSimulator simulator_{quick()};
};

TEST_F(FaultTest, SlowTakesMostOfTheIntervalAndIsComplete) {
    const auto start = std::chrono::steady_clock::now();
    const Answer answer = broken("slow");
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{380});
    EXPECT_TRUE(verify(answer.bytes()));
}

TEST_F(FaultTest, HangNeverAnswers) {
    const Answer answer = broken("hang", milliseconds{300});
    EXPECT_TRUE(answer.waiting);
    EXPECT_TRUE(answer.head.empty());
}

TEST_F(FaultTest, TruncatedIsHalfAPictureOfTheLengthItSays) {
    const Answer answer = broken("truncated");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.body, good().substr(0, good().size() / 2));
    EXPECT_EQ(answer.header("Content-Length"), std::to_string(answer.body.size()));
}

TEST_F(FaultTest, HtmlCallsItselfAJpeg) {
    const Answer answer = broken("html");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Type"), "image/jpeg");
    EXPECT_THAT(answer.body, StartsWith("<!DOCTYPE html>"));
}

TEST_F(FaultTest, EmptyHasNoBytes) {
    const Answer answer = broken("empty");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Length"), "0");
}

TEST_F(FaultTest, StatusFaultsHaveTheirStatus) {
    for (const int status : {500, 401, 403, 404, 410, 418, 429}) {
        EXPECT_EQ(broken(std::to_string(status)).status(), status);
    }
    EXPECT_THAT(broken("401").header("WWW-Authenticate"), StartsWith("Basic "));
}

TEST_F(FaultTest, RetryAfterComesInBothForms) {
    EXPECT_EQ(broken("429").header("Retry-After"), "30");
    const Answer dated = broken("429date");
    EXPECT_EQ(dated.status(), 429);
    const auto until = parse_http_date(dated.header("Retry-After"));
    ASSERT_TRUE(until);
    EXPECT_NEAR(static_cast<double>(*until - Schedule::now_ms() / 1000), 30, 5);
}

TEST_F(FaultTest, RedirectsLeadWhereTheySay) {
    const Answer good_way = broken("redirect");
    EXPECT_EQ(good_way.status(), 302);
    EXPECT_TRUE(verify(Client(port()).get(good_way.header("Location")).bytes()));
    EXPECT_EQ(broken("loop").header("Location"), "/fault/loop/0.jpg");
    EXPECT_EQ(broken("redirect-file").header("Location"), "file:///etc/passwd");
}

TEST_F(FaultTest, SvgIsAnSvg) {
    const Answer answer = broken("svg");
    EXPECT_EQ(answer.header("Content-Type"), "image/svg+xml");
    EXPECT_THAT(answer.body, StartsWith("<svg "));
}

TEST_F(FaultTest, TooBigBeginsLikeAPictureAndIsOver10MiB) {
    const Answer announced = broken("too-big");
    EXPECT_EQ(announced.header("Content-Length"), std::to_string(64 << 20));
    EXPECT_EQ(announced.body.size(), 64u << 20);
    const std::string start = good().substr(0, good().size() - 2);
    EXPECT_EQ(announced.body.substr(0, start.size()), start);
    const Answer stream = broken("too-big-stream");
    EXPECT_EQ(stream.header("Content-Length"), "");
    EXPECT_EQ(stream.body, announced.body);
}

TEST_F(FaultTest, WrongLengthPromisesMoreThanItSends) {
    const Answer answer = broken("wrong-length");
    EXPECT_FALSE(answer.waiting);
    EXPECT_EQ(answer.header("Content-Length"), std::to_string(answer.body.size() + 1000));
    EXPECT_TRUE(verify(answer.bytes()));
}

TEST_F(FaultTest, TrickleSendsOneByteEveryHalfSecond) {
    // On a busy machine the answer itself can take longer to begin than the silence waited for.
    Answer answer;
    for (int i = 0; i < 40 && answer.body.empty(); ++i) {
        Client client(port());
        answer = client.get("/fault/trickle/0.jpg", "", milliseconds{250});
    }
    EXPECT_TRUE(answer.waiting);
    EXPECT_EQ(answer.body, good().substr(0, 1));
}

TEST_F(FaultTest, FrozenIsOnePictureForEverAndNever304) {
    Client client(port());
    const Answer first = broken("frozen");
    client.get("/control/pin?camera=0&seq=5");
    const Answer second = broken("frozen", milliseconds{20000},
                                 "If-Modified-Since: " + first.header("Last-Modified") + "\r\n");
    EXPECT_EQ(second.status(), 200);
    EXPECT_EQ(second.body, first.body);
    EXPECT_NE(good(), first.body);
    client.get("/control/fault?camera=0&fault=frozen");
    EXPECT_EQ(broken("frozen").body, good()) << "a newly ordered freeze starts with a new picture";
}

TEST_F(FaultTest, FlappingAlternates) {
    for (const int status : {200, 500, 200, 500}) {
        EXPECT_EQ(broken("flapping").status(), status);
    }
}

TEST_F(FaultTest, ResetEndsInTheMiddleOfTheBody) {
    const Answer answer = broken("reset");
    EXPECT_TRUE(answer.reset);
    EXPECT_LE(answer.body.size(), good().size() / 2);
}

TEST_F(FaultTest, NoValidatorsMeansNone) {
    const Answer answer = broken("no-validators", milliseconds{20000}, "If-None-Match: *\r\n");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("ETag"), "");
    EXPECT_EQ(answer.header("Last-Modified"), "");
    EXPECT_TRUE(verify(answer.bytes()));
}

TEST_F(FaultTest, GarbageHeaderHasALineOfBinaryBytes) {
    const Answer answer = broken("garbage-header");
    EXPECT_THAT(answer.head, HasSubstr(std::string("\r\n\x01\xff\x00\x80 no colon", 15)));
}

TEST_F(FaultTest, HalfHeaderStopsWithinALine) {
    const Answer answer = broken("half-header", milliseconds{3000});
    EXPECT_TRUE(answer.waiting);
    EXPECT_THAT(answer.head, EndsWith("\r\nContent-Type: ima"));
}

TEST_F(FaultTest, ChunkedCarriesThePictureInChunks) {
    const Answer answer = broken("chunked", milliseconds{20000}, "Connection: close\r\n");
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    std::string body;
    std::string rest = answer.body;
    for (std::size_t size = 1; size > 0;) {
        size = std::stoul(rest, nullptr, 16);
        const auto data = rest.find("\r\n") + 2;
        body += rest.substr(data, size);
        rest.erase(0, data + size + (size > 0 ? 2 : 0));
    }
    EXPECT_EQ(rest, "X-Simulator: trailer\r\n\r\n");
    EXPECT_EQ(body, good());
}

TEST_F(FaultTest, GzipHoldsThePicture) {
    const Answer answer = broken("gzip");
    EXPECT_EQ(answer.header("Content-Encoding"), "gzip");
    std::string plain(good().size() + 100, '\0');
    z_stream stream{};
    ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string packed = answer.body;
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    EXPECT_EQ(plain, good());
}

TEST_F(FaultTest, PaddingFollowsTheEndMarker) {
    EXPECT_EQ(broken("padding").body, good() + std::string(512, '\0'));
}

TEST_F(FaultTest, AuthWantsTheRightCredentials) {
    Client client(port());
    const Answer refused = client.get("/auth/0.jpg");
    EXPECT_EQ(refused.status(), 401);
    EXPECT_THAT(refused.header("WWW-Authenticate"), StartsWith("Basic realm="));
    const auto with = [&](const std::string& credentials) {
        return client.get("/auth/0.jpg", "Authorization: Basic " + credentials + "\r\n");
    };
    EXPECT_EQ(with("bGl2ZWNhbTp3cm9uZw==").status(), 401);
    EXPECT_TRUE(verify(with("bGl2ZWNhbTpzZWNyZXQ=").bytes()));
}

TEST_F(FaultTest, IsOrderedAndClearedAtRunTime) {
    Client client(port());
    EXPECT_EQ(client.get("/control/fault?camera=0&fault=500").status(), 200);
    EXPECT_EQ(client.get("/cam/0.jpg").status(), 500);
    EXPECT_EQ(client.get("/cam/1.jpg").status(), 200);
    client.get("/control/fault?camera=*&fault=404");
    EXPECT_EQ(client.get("/cam/0.jpg").status(), 404);
    EXPECT_EQ(client.get("/cam/1.jpg").status(), 404);
    client.get("/control/fault?camera=1&fault=none");
    EXPECT_EQ(client.get("/cam/1.jpg").status(), 200);
    client.get("/control/fault?camera=*&fault=none");
    EXPECT_EQ(client.get("/cam/0.jpg").status(), 200);
    EXPECT_EQ(client.get("/control/fault?camera=0&fault=bad").status(), 400);
    EXPECT_EQ(client.get("/control/fault?camera=a/b&fault=500").status(), 400);
}

TEST(FaultOption, HoldsFromTheStart) {
    SimulatorOptions options = RunningSimulator::small();
    options.faults = {{"*", Fault::k410}, {"1", Fault::kNone}};
    const RunningSimulator simulator(options);
    Client client(simulator.port());
    EXPECT_EQ(client.get("/cam/0.jpg").status(), 410);
    EXPECT_EQ(client.get("/cam/1.jpg").status(), 200);
}

TEST(FaultName, EveryFaultIsFoundByItsName) {
    for (const FaultName& entry : fault_names()) {
        EXPECT_EQ(fault_named(entry.name), entry.fault);
        EXPECT_EQ(to_string(entry.fault), entry.name);
    }
    EXPECT_FALSE(fault_named("no-such-fault"));
}

}  // namespace
}  // namespace livecam::sim
