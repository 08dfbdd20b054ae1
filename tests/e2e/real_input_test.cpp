// Cameras as they are: a web server that is not ours, pictures by encoders that are not ours.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <span>

#include "shared/hash.h"
#include "tests/e2e/apache.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/foreign_pictures.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

std::string etag_of(const std::string& content) {
    char text[19];
    std::snprintf(text, sizeof text, "\"%016llx\"",
                  static_cast<unsigned long long>(content_hash(std::as_bytes(std::span{content}))));
    return text;
}

std::time_t http_time(const std::string& text) {
    std::tm parts{};
    return ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) != nullptr
               ? ::timegm(&parts)
               : 0;
}

class RealInput : public testing::Test {
  protected:
    /// The cameras, each looked at every `interval`, shown on a wall.
    void show(const std::vector<ForeignPicture>& pictures, const std::string& interval) {
        std::vector<CameraText> cameras;
        for (const ForeignPicture& picture : pictures) {
            apache.put(picture.file, picture.content);
            cameras.push_back({picture.slug, apache.url(picture.file)});
        }
        apache.start();
        write_file(dir / "cameras.json",
                   config_text(cameras, R"("fetch": {"interval": ")" + interval +
                                            R"(", "max_backoff": "1s", "per_host": 16})"));
        livecamd = std::make_unique<Livecamd>(dir / "cameras.json", store.path());
        ASSERT_TRUE(livecamd->wait_ready()) << livecamd->log();
        nginx = std::make_unique<Nginx>(store.path());
    }

    CameraStatus status(const std::string& slug) { return status_of(store.path(), slug); }

    const std::time_t begin = std::time(nullptr);
    TempDir dir;
    Apache apache;
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;
};

TEST_F(RealInput, EveryPictureArrivesByteForByte) {
    const std::vector<ForeignPicture> pictures = foreign_pictures();
    show(pictures, "1s");
    for (const ForeignPicture& picture : pictures) {
        SCOPED_TRACE(picture.slug);
        const std::string path = "/image/" + picture.slug;
        const Response answer = get(nginx->url(path));
        ASSERT_EQ(answer.status, 200) << livecamd->log();
        EXPECT_TRUE(answer.body == picture.expected)
            << answer.body.size() << " bytes, not the " << picture.expected.size() << " expected";
        EXPECT_EQ(answer.header("content-type"), picture.type);
        EXPECT_EQ(answer.header("content-length"), std::to_string(picture.expected.size()));
        EXPECT_EQ(answer.header("content-encoding"), "");

        const std::string etag = etag_of(picture.expected);
        EXPECT_EQ(answer.header("etag"), etag);
        // When these bytes were first seen: a clock of ours, whatever the camera's says.
        const std::time_t modified = http_time(answer.header("last-modified"));
        EXPECT_GE(modified, begin);
        EXPECT_LE(modified, std::time(nullptr));

        const Response same = get(nginx->url(path), {"If-None-Match: " + etag});
        EXPECT_EQ(same.status, 304);
        EXPECT_EQ(same.body, "");
        const Response frame = get(nginx->url(path + "/" + etag.substr(1, 16)));
        EXPECT_EQ(frame.status, 200);
        EXPECT_TRUE(frame.body == picture.expected);

        struct stat file;
        ASSERT_EQ(::stat(apache.file(picture.file).c_str(), &file), 0);
        EXPECT_EQ(status(picture.slug).captured_at, std::int64_t{file.st_mtime} * 1000)
            << "captured_at is the camera's Last-Modified";
    }
}

TEST_F(RealInput, AnUnchangedPictureIsAskedForPolitely) {
    show({{"camera", "camera.jpg", "image/jpeg", cjpeg(1), cjpeg(1)}}, "300ms");
    ASSERT_TRUE(until([this] { return apache.accesses("camera.jpg").size() >= 6; }));
    const std::vector<Access> asked = apache.accesses("camera.jpg");
    const Response direct = get(apache.url("camera.jpg"));
    EXPECT_EQ(asked[0].status, "200");
    EXPECT_EQ(asked[0].if_none_match, "-");
    for (std::size_t i = 0; i < asked.size(); ++i) {
        SCOPED_TRACE(i);
        EXPECT_EQ(asked[i].method, "GET");
        if (i > 0) {
            EXPECT_EQ(asked[i].status, "304");
            EXPECT_EQ(asked[i].if_modified_since, direct.header("last-modified"));
            // apache2 logs a quotation mark as \".
            EXPECT_THAT(asked[i].if_none_match, HasSubstr(direct.header("etag").substr(
                                                    1, direct.header("etag").size() - 2)));
        }
    }
    EXPECT_EQ(status("camera").state, "live");

    // The gap before the second look is the only one that may be half an interval.
    const auto start = std::chrono::steady_clock::now();
    const std::size_t before = apache.accesses("camera.jpg").size();
    ASSERT_TRUE(until([&] { return apache.accesses("camera.jpg").size() >= before + 5; }));
    const auto took = std::chrono::steady_clock::now() - start;
    const std::size_t looks = apache.accesses("camera.jpg").size() - before;
    EXPECT_LE(looks, static_cast<std::size_t>(took / 300ms) + 2) << "more than one look per period";
}

TEST_F(RealInput, ANewPictureIsShown) {
    show({{"camera", "camera.jpg", "image/jpeg", cjpeg(1), cjpeg(1)}}, "300ms");
    const Response first = get(nginx->url("/image/camera"));
    const std::string next = cjpeg(2);
    apache.put("camera.jpg", next);
    ASSERT_TRUE(until([&] { return get(nginx->url("/image/camera")).body == next; }));
    EXPECT_EQ(get(nginx->url("/image/camera")).header("etag"), etag_of(next));
    const std::string old = "/image/camera/" + first.header("etag").substr(1, 16);
    EXPECT_TRUE(get(nginx->url(old)).body == first.body) << "the picture before is kept";
}

TEST_F(RealInput, AServerThatGoesAndComesBack) {
    const std::string picture = cjpeg(1);
    show({{"camera", "camera.jpg", "image/jpeg", picture, picture}}, "300ms");
    apache.stop();
    ASSERT_TRUE(until([this] { return status("camera").reason == "refused"; }));
    EXPECT_TRUE(get(nginx->url("/image/camera")).body == picture);

    // Down only after its time of grace: one refused connection is not an outage.
    ASSERT_TRUE(until([this] { return status("camera").state == "down"; }, 60s));
    const Response shown = get(nginx->url("/image/camera"));
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.body == picture) << "the last good picture stays";
    EXPECT_THAT(shown.header("cache-status"), HasSubstr("down"));
    ASSERT_TRUE(until([this] {
        return get(nginx->url("/wall.json")).body.find(R"("state":"down","reason":"refused")") !=
               std::string::npos;
    })) << get(nginx->url("/wall.json")).body;

    apache.start();
    ASSERT_TRUE(until([this] { return status("camera").state == "live"; }));
    EXPECT_EQ(status("camera").reason, "none");
    EXPECT_THAT(livecamd->log(), HasSubstr("camera is back camera=camera failures="));
    EXPECT_TRUE(get(nginx->url("/image/camera")).body == picture);
}

}  // namespace
}  // namespace livecam::e2e
