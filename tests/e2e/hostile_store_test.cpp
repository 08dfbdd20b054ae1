// Whatever is done to the files of a store, the module answers its last good copy or 503, and no
// worker dies: over every way a picture takes through nginx.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "shared/frame_file.h"
#include "tests/e2e/damage.h"
#include "tests/e2e/http.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::size_t kPicture = 100'000;

struct Way {
    const char* name;
    const char* prefix;
    bool tls;
    Version version;
};

constexpr Way kWays[] = {
    {"plain", "", false, Version::kHttp1},
    {"TLS", "", true, Version::kHttp1},
    {"HTTP/2", "", true, Version::kHttp2},
    {"sub_filter", "/sub", false, Version::kHttp1},
    {"sub_filter over TLS", "/sub", true, Version::kHttp1},
    {"addition", "/add", false, Version::kHttp1},
    {"addition over HTTP/2", "/add", true, Version::kHttp2},
    {"file", "/file", false, Version::kHttp1},
    {"file over TLS", "/file", true, Version::kHttp1},
};

/// The filters are those of Debian's nginx, and run on pictures, too.
constexpr char kServer[] = R"(
    set $key $uri;
    if ($uri ~ ^/(?:sub|add|file)(/.*)$) { set $key $1; }
    location /sub/ { livecam_key $key; sub_filter 'no such text' 'x'; sub_filter_types *; }
    location /add/ { livecam_key $key; addition_types *;
                     add_before_body /before; add_after_body /after; }
    location /file/ { livecam_key $key; livecam_send file; }
    location = /before { livecam off; return 200 "before:"; }
    location = /after { livecam off; return 200 ":after"; }
)";

class HostileStore : public testing::Test {
  protected:
    HostileStore() {
        write_file(secret, std::string(kPicture, 's'));
        store.publish("a", kPicture);
        nginx = std::make_unique<Nginx>(store.path(), options());
        workers = nginx->workers();
    }
    ~HostileStore() override { EXPECT_EQ(nginx->workers(), workers) << "a worker died"; }

    static NginxOptions options() {
        NginxOptions made;
        made.server = kServer;
        made.workers = 1;  // so that a test knows what the worker has seen
        made.tls = true;
        return made;
    }

    Response ask(const Way& way, const std::string& path = "/image/a") {
        const std::string target = way.prefix + path;
        Request request;
        request.url = way.tls ? nginx->https_url(target) : nginx->url(target);
        request.version = way.version;
        Response answer = clients[way.version == Version::kHttp2 ? 1 : 0].send(request);
        EXPECT_EQ(answer.error, 0) << way.name;
        EXPECT_EQ(answer.version, way.version) << way.name;
        if (std::string_view(way.prefix) == "/add" && answer.status == 200) {
            EXPECT_THAT(answer.body, AllOf(StartsWith("before:"), testing::EndsWith(":after")));
            answer.body = answer.body.substr(7, answer.body.size() - 13);
        }
        if (std::string_view(way.prefix) == "/sub" && answer.status == 200) {
            EXPECT_EQ(answer.header("content-length"), "") << "the filter did not run";
        }
        return answer;
    }

    /// All ways give the newest picture.
    void expect_newest(int number) {
        for (const Way& way : kWays) {
            EXPECT_TRUE(until([&] {
                const Response answer = ask(way);
                return answer.status == 200 && store.number_of(answer.body) == number;
            })) << way.name;
        }
    }

    /// All ways give a picture that was published, or 503. `garbled`: of what cannot be told from a
    /// picture, only the length.
    void expect_good_or_later(bool garbled = false) {
        for (const Way& way : kWays) {
            const Response answer = ask(way);
            if (answer.status == 200) {
                EXPECT_TRUE(store.knows(answer.body) || (garbled && answer.body.size() == kPicture))
                    << way.name << ": " << answer.body.size() << " bytes nobody published";
                EXPECT_THAT(answer.body.substr(0, 8), Not(HasSubstr("ssss"))) << way.name;
            } else {
                EXPECT_EQ(answer.status, 503) << way.name;
                EXPECT_NE(answer.header("retry-after"), "") << way.name;
            }
        }
    }

    std::string newest_frame() {
        const Descriptor& descriptor = store.writer().descriptor(0);
        return store.path() + "/frames/" + frame_name(descriptor.frames[0].serial).data();
    }

    TempDir dir;
    const std::string secret = dir / "secret";
    PaintedStore store{0};
    std::unique_ptr<Nginx> nginx;
    std::vector<pid_t> workers;
    Client clients[2];  // libcurl would take up the other version's connection
};

TEST_F(HostileStore, DamagedFrameThatNoWorkerHas) {
    int number = 0;
    for (const Damage& damage : damages(secret)) {
        SCOPED_TRACE(damage.name);
        damage.act(newest_frame());
        expect_good_or_later(damage.name == "garbage");
        store.publish("a", kPicture);
        expect_newest(++number);
        store.publish("a", kPicture);  // one that the worker has not seen, for the next damage
        ++number;
    }
}

TEST_F(HostileStore, DamagedFrameThatTheWorkerHas) {
    int number = 0;
    for (const Damage& damage : damages(secret)) {
        SCOPED_TRACE(damage.name);
        expect_newest(number);
        damage.act(newest_frame());
        expect_good_or_later(damage.name == "garbage");
        expect_good_or_later(damage.name == "garbage");
        store.publish("a", kPicture);
        expect_newest(++number);
    }
}

TEST_F(HostileStore, PlainClientsGetTheHeapCopyOfATruncatedPicture) {
    for (const Way& way : {kWays[0], kWays[1], kWays[7]}) {
        ASSERT_EQ(ask(way).status, 200) << way.name;
    }
    ASSERT_EQ(::truncate(newest_frame().c_str(), 0), 0);
    for (const Way& way : kWays) {
        const Response answer = ask(way);
        EXPECT_EQ(answer.status, 200) << way.name;
        EXPECT_EQ(store.number_of(answer.body), 0) << way.name;
    }
}

TEST_F(HostileStore, WithoutAHeapCopyATruncatedPictureIsLaterNotABrokenConnection) {
    ASSERT_EQ(ask(kWays[0]).status, 200);
    ASSERT_EQ(::truncate(newest_frame().c_str(), kPicture / 2), 0);
    EXPECT_EQ(ask(kWays[0]).status, 503);
    store.publish("a", kPicture);
    expect_newest(1);
}

TEST_F(HostileStore, DamagedIndex) {
    int number = 0;
    std::vector<Damage> all = damages(secret);
    all.push_back({"truncated to a page",
                   [](const auto& path) { EXPECT_EQ(::truncate(path.c_str(), 4096), 0); }});
    for (const Damage& damage : all) {
        SCOPED_TRACE(damage.name);
        expect_newest(number);
        damage.act(store.path() + "/index");
        expect_good_or_later();
        for (const Way& way : {kWays[0], kWays[2]}) {
            const long status = ask(way, "/image/nowhere").status;
            EXPECT_TRUE(status == 404 || status == 503) << status;
        }
        ASSERT_TRUE(store.writer().inspect());
        store.publish("a", kPicture);
        expect_newest(++number);
    }
}

TEST_F(HostileStore, DamagedDemand) {
    int number = 0;
    for (const Damage& damage : damages(secret)) {
        SCOPED_TRACE(damage.name);
        expect_newest(number);
        damage.act(store.path() + "/demand");
        expect_newest(number);
        ASSERT_TRUE(store.writer().inspect());
        store.publish("a", kPicture);
        expect_newest(++number);
    }
}

TEST_F(HostileStore, IndexesHaveGuardsHoweverManyFramesAreMapped) {
    for (int i = 0; i < 300; ++i) {
        store.publish("many-" + std::to_string(i), 4096);
        ASSERT_EQ(ask(kWays[0], "/image/many-" + std::to_string(i)).status, 200);
    }
    ASSERT_EQ(::truncate((store.path() + "/index").c_str(), 0), 0);
    expect_good_or_later();
    ASSERT_TRUE(store.writer().inspect());
    expect_newest(0);
    ASSERT_EQ(::truncate((store.path() + "/index").c_str(), 0), 0);
    expect_good_or_later();
}

}  // namespace
}  // namespace livecam::e2e
