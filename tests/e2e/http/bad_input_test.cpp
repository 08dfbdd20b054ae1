// Whatever comes in, a valid answer goes out: nothing is reflected, nothing crashes, nothing is
// logged at alert.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "tests/e2e/config_text.h"
#include "tests/e2e/http/bad_input.h"
#include "tests/e2e/http/frozen_wall.h"
#include "tests/e2e/http/raw.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

class BadInput : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        wall = std::make_unique<FrozenWall>(
            NginxOptions{.http = "livecam_cors *; lingering_close off;"});
    }
    static void TearDownTestSuite() { wall.reset(); }

    static std::string picture() { return wall->resource("picture").path; }

    /// Workers that were there at the start are there still.
    static void expect_alive(const std::vector<pid_t>& workers) {
        EXPECT_EQ(wall->nginx().workers(), workers);
        EXPECT_EQ(wall->get(picture()).status, 200);
    }

    static std::unique_ptr<FrozenWall> wall;
};

std::unique_ptr<FrozenWall> BadInput::wall;

TEST_F(BadInput, HasAnAnswerOfItsOwn) {
    const std::vector<pid_t> workers = wall->nginx().workers();
    for (const BadRequest& bad : bad_requests(picture())) {
        SCOPED_TRACE(bad.name);
        RawConnection connection(wall->nginx().port());
        connection.send(bad.bytes);
        connection.finish();
        const auto answer = connection.receive();
        if (!answer) {
            ADD_FAILURE() << "no answer";
            continue;
        }
        EXPECT_THAT(bad.statuses, testing::Contains(answer->status));
        EXPECT_EQ(answer->body.find(kMark), std::string::npos);
        EXPECT_FALSE(answer->has("set-cookie"));
    }
    expect_alive(workers);
}

TEST_F(BadInput, OverTlsAndHttp2IsAnsweredToo) {
    for (const Transport transport : kTransports) {
        for (const std::string path :
             {"/image/a%00b", "/image/%c0%af", "/image/%ff", "/camera/%3Cscript%3Emark", "/image//",
              "/image/a%0d%0ab", "/image/../../etc/passwd", "/image/%zz"}) {
            const Response answer = wall->send(transport, {path});
            EXPECT_EQ(answer.error, 0) << path;
            EXPECT_TRUE(answer.status == 404 || answer.status == 400) << path << answer.status;
            EXPECT_EQ(answer.body.find(kMark), std::string::npos);
        }
        const Response many = wall->send(
            transport, {picture(), {"Range: bytes=0-0" + std::string(3000, ',') + "1-1"}});
        EXPECT_EQ(many.error, 0);
    }
}

/// LIVECAM_FUZZ_REQUESTS asks for more, LIVECAM_FUZZ_SEED for others.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

TEST_F(BadInput, ThousandsOfRandomRequestsHurtNobody) {
    const std::uint64_t seed = from_environment("LIVECAM_FUZZ_SEED", 1);
    const std::uint64_t requests = from_environment("LIVECAM_FUZZ_REQUESTS", 6000);
    RequestMaker maker(seed, picture());
    const std::vector<pid_t> workers = wall->nginx().workers();
    std::uint64_t answered = 0;
    for (std::uint64_t done = 0; done < requests;) {
        RawConnection connection(wall->nginx().port());
        std::string sent;
        for (int i = 0; i < 4; ++i, ++done) {  // pipelined, until one ends the connection
            sent += maker.next();
        }
        connection.send(sent);
        connection.finish();
        const std::string received = connection.drain();
        SCOPED_TRACE("seed " + std::to_string(seed) + ", before request " + std::to_string(done));
        answered += received.starts_with("HTTP/1.1 ") ? 1 : 0;
        EXPECT_EQ(received.find(kMark), std::string::npos) << sent;
        for (const char* failure : {"HTTP/1.1 500", "HTTP/1.1 502", "HTTP/1.1 504"}) {
            EXPECT_EQ(received.find(failure), std::string::npos) << sent;
        }
        if (HasFailure()) {
            break;
        }
    }
    EXPECT_GT(answered, requests / 8) << "most of them have to get as far as an answer";
    expect_alive(workers);
}

/// An address whose base64 has everything that base64 may have: "?" and "~" at each offset modulo 3
/// give a slash and a plus, and a length that 3 does not divide gives an equals sign.
std::string awkward_address(const Simulator& simulator) {
    std::string address = simulator.url("/cam/0.jpg?") + "???~~~";
    while (address.size() % 3 == 0) {
        address += 'a';
    }
    return address;
}

std::string base64(const std::string& text) {
    const Finished done = run({"sh", "-c", "printf %s '" + text + "' | base64 -w0"});
    return done.lines().at(0);
}

std::string escaped(const std::string& id) {
    std::string text;
    for (const char c : id) {
        text += c == '/' ? "%2F" : c == '+' ? "%2B" : c == '=' ? "%3D" : std::string(1, c);
    }
    return text;
}

TEST(LegacyIds, LeadToTheCameraRawAndEscaped) {
    TempDir dir;
    Simulator simulator({"--cameras", "1", "--size", "160x100"});
    const std::string address = awkward_address(simulator);
    write_file(dir / "cameras.json",
               config_text({{"one", address}}, R"("site": {"legacy_ids": true})"));
    StoreDir store;
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_picture("/image/one")) << livecamd.log();
    Nginx nginx(store.path());
    ASSERT_TRUE(until([&] { return get(nginx.url("/image/one")).status == 200; }));

    const std::string id = base64(address);
    ASSERT_THAT(id, testing::AllOf(testing::HasSubstr("/"), testing::HasSubstr("+"),
                                   testing::EndsWith("=")));
    for (const std::string& form : {id, escaped(id)}) {
        for (const char* method : {"GET", "HEAD"}) {
            const Response image = Client{}.send({nginx.url("/image/" + form), {}, method});
            EXPECT_EQ(image.status, 200) << form;
            EXPECT_EQ(image.header("content-type"), "image/jpeg");
            EXPECT_EQ(image.body.empty(), std::string(method) == "HEAD");
            const Response page = Client{}.send({nginx.url("/camera/" + form), {}, method});
            EXPECT_EQ(page.status, 301) << form;
            EXPECT_EQ(page.header("location"), nginx.url("/camera/one"));
            const Response json =
                Client{}.send({nginx.url("/camera/" + form + ".json"), {}, method});
            EXPECT_EQ(json.status, 301) << form;
            EXPECT_EQ(json.header("location"), nginx.url("/camera/one.json"));
        }
    }
    EXPECT_EQ(get(nginx.url("/image/" + id + "x")).status, 404);
}

}  // namespace
}  // namespace livecam::e2e
