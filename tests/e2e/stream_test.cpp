// /stream/<slug>: every part a whole picture, the newest one, at the client's own pace.
#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/e2e/http.h"
#include "tests/e2e/multipart.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/tcp_client.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

/// HTTP/1.0, so that the body is not in chunks.
std::string request(const std::string& path) {
    return "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
}

/// Reads until `enough(reader)`, the end, or 20 s.
template <class Enough>
bool read_until(TcpClient& client, MultipartReader& reader, std::string& head, Enough enough) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!enough(reader) && !client.ended() && std::chrono::steady_clock::now() < end) {
        std::string bytes = client.read(65536, 100ms);
        if (const std::size_t blank = head.find("\r\n\r\n"); blank == std::string::npos) {
            head += bytes;
            const std::size_t now = head.find("\r\n\r\n");
            if (now == std::string::npos) {
                continue;
            }
            bytes = head.substr(now + 4);
            head.resize(now + 4);
        }
        if (!reader.take(bytes)) {
            return false;
        }
    }
    return enough(reader);
}

struct StreamTest : testing::Test {
    struct Wall {
        Simulator simulator{{"--cameras", "2", "--interval", "500ms"}};
        StoreDir store;
        Livecamd livecamd{simulator.config(), store.path()};
        bool ready = livecamd.wait_pictures();
        Nginx nginx{store.path(),
                    {.http = "livecam_max_events 3;",
                     .server = "location ~ ^/file/(.*)$ {\n"
                               "    livecam_key /stream/$1; livecam_send file;\n"
                               "}\n",
                     // The kernel must not be the queue that there is not to be.
                     .listen = "sndbuf=32k",
                     .workers = 1,
                     .tls = true}};
    };
    static void SetUpTestSuite() {
        wall = std::make_unique<Wall>();
        ASSERT_TRUE(wall->ready) << wall->livecamd.log();
        const std::string json = get(wall->nginx.url("/north.json")).body;
        const std::size_t at = json.find("\"slug\":\"") + 8;
        slug = json.substr(at, json.find('"', at) - at);
        ASSERT_TRUE(until([] { return get(wall->nginx.url("/image/" + slug)).status == 200; }));
    }
    static void TearDownTestSuite() { wall.reset(); }

    static inline std::unique_ptr<Wall> wall;
    static inline std::string slug;
};

auto pictures(std::size_t n) {
    return [n](const MultipartReader& reader) { return reader.pictures().size() >= n; };
}

TEST_F(StreamTest, TheFirstPictureIsThereAtOnceAndClosed) {
    TcpClient client(wall->nginx.port());
    MultipartReader reader;
    std::string head;
    ASSERT_TRUE(client.send(request("/stream/" + slug)));
    ASSERT_TRUE(read_until(client, reader, head, pictures(1))) << reader.wrong();
    EXPECT_THAT(head, HasSubstr("Content-Type: multipart/x-mixed-replace; boundary=livecam\r\n"));
    EXPECT_THAT(head, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(head, HasSubstr("X-Accel-Buffering: no\r\n"));
}

TEST_F(StreamTest, PicturesFollowEachOtherAndNeverGoBack) {
    for (const char* path : {"/stream/", "/file/"}) {
        TcpClient client(wall->nginx.port());
        MultipartReader reader;
        std::string head;
        ASSERT_TRUE(client.send(request(path + slug)));
        ASSERT_TRUE(read_until(client, reader, head, pictures(4))) << path << reader.wrong();
        for (std::size_t i = 1; i < reader.pictures().size(); ++i) {
            EXPECT_GT(reader.pictures()[i].sequence, reader.pictures()[i - 1].sequence) << path;
        }
    }
}

/// Libcurl's callback: stops the transfer when there are three pictures.
std::size_t take_three(char* data, std::size_t size, std::size_t count, void* reader) {
    auto& pictures = *static_cast<MultipartReader*>(reader);
    const bool intact = pictures.take({data, size * count});
    return intact && pictures.pictures().size() < 3 ? size * count : 0;
}

TEST_F(StreamTest, TlsAndHttp2CarryIt) {
    for (const long version : {CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_2TLS}) {
        MultipartReader reader;
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, wall->nginx.https_url("/stream/" + slug).c_str());
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT, 20L);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_three);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reader);
        EXPECT_EQ(curl_easy_perform(easy), CURLE_WRITE_ERROR) << "it was to be stopped by us";
        long spoken = 0;
        curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &spoken);
        EXPECT_EQ(spoken == CURL_HTTP_VERSION_2_0, version == CURL_HTTP_VERSION_2TLS);
        curl_easy_cleanup(easy);
        EXPECT_EQ(reader.pictures().size(), 3u) << reader.wrong();
    }
}

TEST_F(StreamTest, FfmpegReadsIt) {
    const TempDir dir;
    const Finished done = run({"ffmpeg", "-nostdin", "-loglevel", "error", "-f", "mpjpeg", "-i",
                               wall->nginx.url("/stream/" + slug), "-frames:v", "3", "-fps_mode",
                               "passthrough", dir / "frame%d.jpg"});
    EXPECT_EQ(done.code, 0) << done.output;
    for (const char* frame : {"frame1.jpg", "frame2.jpg", "frame3.jpg"}) {
        EXPECT_GT(read_file(dir / frame).size(), 1000u) << frame << done.output;
    }
}

TEST_F(StreamTest, CurlReadsIt) {
    const TempDir dir;
    const std::string body = dir / "body";
    // It ends by its own limit of time: the stream does not.
    EXPECT_EQ(
        run({"curl", "-sN", "--max-time", "3", "-o", body, wall->nginx.url("/stream/" + slug)})
            .code,
        28);
    MultipartReader reader;
    EXPECT_TRUE(reader.take(read_file(body))) << reader.wrong();
    EXPECT_GE(reader.pictures().size(), 2u);
}

TEST_F(StreamTest, ASlowClientGetsTheNewestPictureNext) {
    TcpClient slow(wall->nginx.port(), 4096);
    TcpClient fast(wall->nginx.port());
    MultipartReader slow_reader;
    MultipartReader fast_reader;
    std::string slow_head;
    std::string fast_head;
    ASSERT_TRUE(slow.send(request("/stream/" + slug)));
    ASSERT_TRUE(fast.send(request("/stream/" + slug)));
    // While the fast one gets many, the slow one takes nothing.
    ASSERT_TRUE(read_until(fast, fast_reader, fast_head, pictures(16))) << fast_reader.wrong();
    ASSERT_TRUE(read_until(slow, slow_reader, slow_head, [&](const MultipartReader& reader) {
        return !reader.pictures().empty() &&
               reader.pictures().back().sequence >= fast_reader.pictures().back().sequence;
    })) << slow_reader.wrong();
    EXPECT_LT(slow_reader.pictures().size(), fast_reader.pictures().size())
        << "what it missed was queued";
}

TEST_F(StreamTest, FpsIsACeiling) {
    TcpClient client(wall->nginx.port());
    MultipartReader reader;
    std::string head;
    ASSERT_TRUE(client.send(request("/stream/" + slug + "?fps=0.5")));
    ASSERT_TRUE(read_until(client, reader, head, pictures(1))) << reader.wrong();
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(read_until(client, reader, head, pictures(3))) << reader.wrong();
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 3500ms);
}

TEST_F(StreamTest, AbsurdRatesAreRefusedWithASentence) {
    for (const char* fps : {"0", "-1", "1e9", "nan", "31", "%00", "99999999999999999999"}) {
        const Response answer = get(wall->nginx.url("/stream/" + slug + "?fps=" + fps));
        EXPECT_EQ(answer.status, 400) << fps;
        EXPECT_THAT(answer.body, HasSubstr("fps has to be")) << fps;
    }
    EXPECT_EQ(get(wall->nginx.url("/stream/nosuch")).status, 404);
    EXPECT_EQ(head(wall->nginx.url("/stream/" + slug)).status, 200);
}

TEST_F(StreamTest, AReloadEndsItBetweenPictures) {
    TcpClient client(wall->nginx.port());
    MultipartReader reader;
    std::string head;
    ASSERT_TRUE(client.send(request("/stream/" + slug)));
    ASSERT_TRUE(read_until(client, reader, head, pictures(1))) << reader.wrong();
    wall->nginx.reload();
    read_until(client, reader, head, [&](const MultipartReader&) { return client.ended(); });
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(reader.wrong(), "");
    EXPECT_EQ(reader.pending(), 0u);
}

}  // namespace
}  // namespace livecam::e2e
