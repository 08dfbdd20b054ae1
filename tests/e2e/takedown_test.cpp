// Cameras whose pictures are not to be seen: switched off by their owner, or down for too long. And
// a reload for which the store has no room.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Takedown : public testing::Test {
  protected:
    void configure(const std::string& of_one, const std::string& more = "",
                   const std::string& title = "Wall") const {
        write_file(dir / "cameras.json",
                   R"({"site": {"legacy_ids": true},
                       "fetch": {"interval": "300ms", "max_backoff": "1s", "down_after": "1s"},
                       "groups": [{"id": "wall", "title": ")" +
                       title + R"(", "cameras": [
                       {"name": "One", "src": ")" +
                       simulator.url("/cam/one.jpg") + "\"" + of_one + R"(},
                       {"name": "Two", "src": ")" +
                       simulator.url("/cam/two.jpg") + "\"}" + more + "]}]}");
    }

    void start(const std::string& of_one) {
        configure(of_one);
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
        nginx = std::make_unique<Nginx>(store.path());
        ASSERT_EQ(at("/image/one").status, 200);
    }

    Finished reload() const { return ctl(store.path(), {"reload"}); }
    Response at(const std::string& path) const { return get(nginx->url(path)); }

    TempDir dir;
    Simulator simulator{{"--cameras", "2", "--interval", "1s", "--size", "160x100"}};
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
};

TEST_F(Takedown, EveryAddressOfASwitchedOffCameraIsGoneAtOnceAndComesBack) {
    start("");
    const Response picture = at("/image/one");
    const std::string etag = picture.header("etag").substr(1, picture.header("etag").size() - 2);
    const std::string listed = at("/wall.json").body;
    const std::size_t id_at = listed.find("\"id\":\"", listed.find("\"cameras\"")) + 6;
    const std::string id = listed.substr(id_at, listed.find('"', id_at) - id_at);
    EXPECT_EQ(at("/image/" + id).status, 200);
    EXPECT_EQ(at("/image/one/" + etag).status, 200);

    configure(R"(, "enabled": false)");
    ASSERT_EQ(reload().code, 0) << livecamd->log();
    for (const std::string& path :
         {std::string("/image/one"), "/image/one/" + etag,
          std::string("/image/one/0123456789abcdef"), "/image/" + id, "/image/" + id + "/" + etag,
          std::string("/camera/one"), std::string("/camera/one.json"), std::string("/embed/one"),
          std::string("/stream/one"), "/camera/" + id}) {
        const Response gone = at(path);
        EXPECT_EQ(gone.status, 410) << path;
        EXPECT_EQ(gone.body, "this camera was taken down\n") << path;
        EXPECT_EQ(gone.header("cache-control"), "no-store") << path;
    }
    EXPECT_EQ(get(nginx->url("/image/one"), {"If-None-Match: \"" + etag + "\""}).status, 410);
    EXPECT_EQ(get(nginx->url("/image/one"), {"Range: bytes=0-9"}).status, 410);
    for (const char* path : {"/wall", "/wall.json", "/sitemap.xml"}) {
        EXPECT_THAT(at(path).body, AllOf(HasSubstr("two"), Not(HasSubstr("/one")))) << path;
    }
    EXPECT_EQ(at("/image/two").status, 200);
    EXPECT_EQ(states(store.path()).count("one"), 0u);

    configure("");
    ASSERT_EQ(reload().code, 0) << livecamd->log();
    EXPECT_TRUE(until([&] { return at("/image/one").status == 200; })) << livecamd->log();
    EXPECT_EQ(at("/camera/one").status, 200);
    EXPECT_EQ(at("/image/" + id).status, 200);
}

TEST_F(Takedown, PlaceholderStandsForACameraThatIsDownAndLeavesWithIt) {
    start(R"(, "on_down": "placeholder")");
    get(simulator.url("/control/pin?camera=one"));
    Response last;
    ASSERT_TRUE(until([&] {
        const std::string before = last.header("etag");
        last = at("/image/one");
        std::this_thread::sleep_for(500ms);  // longer than an interval: nothing newer came
        return last.header("etag") == before;
    }));
    simulator.fault("one", "500");
    Response placeholder;
    ASSERT_TRUE(until(
        [&] {
            placeholder = at("/image/one");
            return placeholder.header("content-type") == "image/png";
        },
        60s))
        << livecamd->log();
    EXPECT_EQ(placeholder.status, 200);
    EXPECT_GT(placeholder.body.size(), 100u);
    EXPECT_NE(placeholder.header("etag"), last.header("etag"));
    EXPECT_EQ(placeholder.header("cache-control"), "public, max-age=5");
    EXPECT_EQ(placeholder.header("cache-status"), "livecam; hit; detail=placeholder");
    EXPECT_EQ(placeholder.header("last-modified"), "") << "it has no age";
    EXPECT_EQ(
        get(nginx->url("/image/one"), {"If-None-Match: " + placeholder.header("etag")}).status,
        304);
    EXPECT_EQ(at("/image/two").header("content-type"), "image/jpeg");
    EXPECT_EQ(status_of(store.path(), "one").shown, "placeholder");
    EXPECT_EQ(status_of(store.path(), "one").state, "down");
    EXPECT_TRUE(until([&] {
        const std::string json = at("/camera/one.json").body;
        return json.find("\"state\":\"down\"") != std::string::npos &&
               json.find("\"shown\":\"placeholder\"") != std::string::npos &&
               json.find("\"image\":\"/s/unavailable.") != std::string::npos;
    }));
    EXPECT_TRUE(until(
        [&] { return at("/camera/one").body.find("class=\"tile down\"") != std::string::npos; }));
    std::string etag = last.header("etag");
    etag = etag.substr(1, etag.size() - 2);
    EXPECT_EQ(at("/image/one/" + etag).body, last.body) << "the last good picture is kept";

    simulator.fault("one", "none");
    ASSERT_TRUE(until([&] { return at("/image/one").header("content-type") == "image/jpeg"; }, 60s))
        << livecamd->log();
    const Response back = at("/image/one");
    EXPECT_EQ(back.body, last.body) << "pinned: the same bytes are the same picture";
    EXPECT_EQ(back.header("etag"), last.header("etag"));
    EXPECT_EQ(back.header("last-modified"), last.header("last-modified"));
}

TEST_F(Takedown, UnavailableIs503UntilTheCameraIsBack) {
    start(R"(, "on_down": "503")");
    simulator.fault("one", "500");
    ASSERT_TRUE(until([&] { return at("/image/one").status == 503; }, 60s)) << livecamd->log();
    EXPECT_EQ(at("/image/one").header("retry-after"), "10");
    EXPECT_EQ(at("/image/two").status, 200);
    simulator.fault("one", "none");
    EXPECT_TRUE(until([&] { return at("/image/one").status == 200; }, 60s)) << livecamd->log();
}

TEST_F(Takedown, ReloadThatDoesNotFitChangesNothing) {
    configure("");
    const std::string text = read_file(dir / "cameras.json");
    const std::string small =
        "{\"store\": {\"max_bytes\": \"1M\"}, " +
        text.substr(1).replace(text.find("\"interval\"") - 1, 0, "\"max_image_bytes\": \"64K\", ");
    write_file(dir / "cameras.json", small);
    livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
    nginx = std::make_unique<Nginx>(store.path());
    const auto paths = [&] {
        const std::string json = ctl(store.path(), {"list", "--json"}).output;
        std::size_t count = 0;
        for (auto at = json.find("\"path\""); at != std::string::npos;
             at = json.find("\"path\"", at + 1)) {
            ++count;
        }
        return count;
    };
    const std::size_t before = paths();
    std::string more;
    for (int i = 0; i < 400; ++i) {
        more += ", {\"name\": \"More " + std::to_string(i) + "\", \"src\": \"" +
                simulator.url("/cam/more-" + std::to_string(i) + ".jpg") + "\"}";
    }
    configure(R"(, "enabled": false)", more, "Another");
    const Finished refused = reload();
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output, AllOf(HasSubstr("\"ok\":false"), HasSubstr("store.max_bytes")));
    EXPECT_THAT(livecamd->log(), HasSubstr("reload refused, the old configuration stays in force"));
    EXPECT_EQ(paths(), before);
    EXPECT_EQ(at("/image/more-1").status, 404);
    EXPECT_THAT(at("/wall").body, Not(HasSubstr("Another")));
    const std::string etag = at("/image/one").header("etag");
    EXPECT_NE(etag, "");
    EXPECT_TRUE(until([&] { return at("/image/one").header("etag") != etag; })) << "it goes on";
}

}  // namespace
}  // namespace livecam::e2e
