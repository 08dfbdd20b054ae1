// Chromium's own EventSource follows a wall, through TLS and HTTP/2. The page says what it shows in
// the addresses it asks for, and nginx's log says it to the test.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <sstream>

#include "tests/e2e/push_wall.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

constexpr char kPage[] = R"html(<!doctype html><title>follow</title><script>
const images = {};
let opens = 0, frames = 0, resets = 0;
const take = ({ camera, image }) => { images[camera] = image; };
const source = new EventSource("/events");
source.onopen = () => { opens += 1; };
source.addEventListener("reset", ({ data }) => {
  resets += 1;
  JSON.parse(data).cameras.forEach(take);
});
for (const type of ["frame", "state"]) {
  source.addEventListener(type, ({ data }) => {
    frames += type === "frame" ? 1 : 0;
    take(JSON.parse(data));
  });
}
setInterval(() => {
  const state = Object.keys(images).map((camera) => `${camera}:${images[camera]}`).join(",");
  fetch(`/told?opens=${opens}&frames=${frames}&resets=${resets}&state=${state}`).catch(() => {});
}, 200);
</script>)html";

struct Told {
    std::string protocol;
    int opens = 0;
    int frames = 0;
    int resets = 0;
    std::map<std::string, std::string> images;
};

/// What the page said last.
Told last_told(const Nginx& nginx) {
    std::istringstream lines(read_file(nginx.directory() + "/told.log"));
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        last = lines.eof() ? last : line;  // the last one may still be written
    }
    Told told;
    std::string state;
    std::istringstream(last) >> told.protocol >> told.opens >> told.frames >> told.resets >> state;
    std::istringstream cameras(state);
    for (std::string camera; std::getline(cameras, camera, ',');) {
        if (const std::size_t colon = camera.find(':'); colon != std::string::npos) {
            told.images[camera.substr(0, colon)] = camera.substr(colon + 1);
        }
    }
    return told;
}

std::chrono::seconds span() {
    const char* wanted = std::getenv("LIVECAM_PUSH_SECONDS");
    return std::chrono::seconds(wanted != nullptr ? std::atoi(wanted) : 15);
}

/// LIVECAM_PUSH_SECONDS says how long (15).
TEST(Browser, FollowsAWallAcrossAReloadAWorkersDeathAndARestartOfTheSidecar) {
    Simulator simulator({"--cameras", "6", "--interval", "1s"});
    StoreDir store;
    Livecamd livecamd(simulator.config(), store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    Nginx nginx(store.path(),
                {.http = "log_format told '$server_protocol $arg_opens $arg_frames $arg_resets "
                         "$arg_state';",
                 .server = "location = /follow.html { livecam off; root {DIR}/page; "
                           "types { text/html html; } }\n"
                           "location = /told { livecam off; access_log {DIR}/told.log told; "
                           "return 204; }",
                 .tls = true});
    nginx.allow("exited on signal 9");
    ASSERT_EQ(run({"mkdir", "-p", nginx.directory() + "/page"}).code, 0);
    write_file(nginx.directory() + "/page/follow.html", kPage);
    TempDir profile;
    Process browser(
        {"env", "HOME=" + profile.path(), "chromium", "--headless", "--no-sandbox", "--disable-gpu",
         "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
         "--ignore-certificate-errors", "--remote-debugging-port=0",
         "--user-data-dir=" + profile.path(), nginx.https_url("/follow.html")},
        profile / "output");
    const auto end = std::chrono::steady_clock::now() + span();
    ASSERT_TRUE(until([&] { return last_told(nginx).frames >= 2; }))
        << read_file(profile / "output");
    EXPECT_EQ(last_told(nginx).protocol, "HTTP/2.0");
    const auto told_again = [&](int opens) {
        if (!until([&] { return last_told(nginx).opens > opens; })) {
            return false;
        }
        const int frames = last_told(nginx).frames;
        return until([&] { return last_told(nginx).frames >= frames + 2; });
    };
    int opens = last_told(nginx).opens;
    nginx.reload();
    ASSERT_TRUE(told_again(opens));
    opens = last_told(nginx).opens;
    for (const pid_t worker : nginx.workers()) {
        ::kill(worker, SIGKILL);
    }
    ASSERT_TRUE(told_again(opens));
    livecamd.process().kill();
    livecamd.start();
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    const int frames = last_told(nginx).frames;
    ASSERT_TRUE(until([&] { return last_told(nginx).frames >= frames + 6; }));
    until([&] { return std::chrono::steady_clock::now() >= end; }, span());
    simulator.fault("*", "frozen");  // so that there is a final state
    EXPECT_TRUE(until([&] { return last_told(nginx).images == all_shown(nginx); }));
    EXPECT_EQ(last_told(nginx).images.size(), 6u);
    EXPECT_EQ(last_told(nginx).resets, 1) << "the same index all the time";
    browser.signal(SIGTERM);
    EXPECT_TRUE(browser.wait(20s).has_value());
}

}  // namespace
}  // namespace livecam::e2e
