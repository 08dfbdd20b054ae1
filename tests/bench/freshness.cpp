// freshness: from the birth of a picture at the camera to its bytes in a client; the time that
// people feel. Ours (livecamd, /events, GET of the immutable picture) beside the way of lcc.live,
// emulated with the same server: cameras asked every 3 s, and each viewer asks HEAD every 6 s and
// GET if the ETag is another.
//
//   freshness --seconds 120 --period 10
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <random>
#include <span>
#include <thread>

#include "tests/bench/private_tmpfs.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/event_stream.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/push_wall.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace {

using namespace livecam;
using namespace livecam::e2e;
using Clock = std::chrono::steady_clock;

constexpr int kCameras = 8;

struct Settings {
    int period_s = 10;  // of the cameras
    int seconds = 120;
};

/// What viewers saw; one viewer for each camera.
class Seen {
  public:
    void picture(const Response& answer) {
        const auto stamp = sim::verify(std::as_bytes(std::span{answer.body}));
        const std::lock_guard lock(mutex_);
        if (stamp) {
            using namespace std::chrono;
            const auto now =
                duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
            ages_.push_back(static_cast<double>(now - stamp->born_ms) / 1000);
        }
    }
    void request(const Response& answer) {
        const std::lock_guard lock(mutex_);
        ++requests_;
        bytes_ += answer.body.size() + 400;  // with its header, about
    }
    void bytes(std::size_t more) {
        const std::lock_guard lock(mutex_);
        bytes_ += more;
    }
    void print(const char* what, int seconds) {
        std::sort(ages_.begin(), ages_.end());
        const auto at = [this](double share) {
            return ages_.empty() ? 0
                                 : ages_[static_cast<std::size_t>(
                                       share * static_cast<double>(ages_.size() - 1))];
        };
        const double hours = kCameras * seconds / 3600.0;
        std::printf(
            "%-34s p50 %5.2f s  p99 %5.2f s  %5zu pictures  %6.0f requests and %6.2f MB "
            "a viewer-hour\n",
            what, at(0.5), at(0.99), ages_.size(), requests_ / hours,
            static_cast<double>(bytes_) / 1e6 / hours);
        std::fflush(stdout);
    }

  private:
    std::mutex mutex_;
    std::vector<double> ages_;
    double requests_ = 0;
    std::size_t bytes_ = 0;
};

void follow_events(const Nginx& nginx, int camera, Clock::time_point end, Seen& seen) {
    Client client;
    EventStream stream(nginx.url("/events?camera=c" + std::to_string(camera)));
    seen.request({});
    std::size_t known = 0;
    std::string last;
    while (Clock::now() < end) {
        const std::vector<Event> events = stream.events();
        for (; known < events.size(); ++known) {
            seen.bytes(events[known].data.size() + events[known].id.size() + 30);
            if (events[known].type != "frame") {
                continue;
            }
            const Response answer =
                client.send({.url = nginx.url(parse(events[known].data)["image"].GetString())});
            seen.request(answer);
            seen.picture(answer);
        }
        stream.wait([known](const std::vector<Event>& all) { return all.size() > known; },
                    std::min<std::chrono::milliseconds>(
                        std::chrono::seconds(1),
                        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now())));
    }
}

void follow_questions(const Nginx& nginx, int camera, Clock::time_point end, Seen& seen) {
    constexpr std::chrono::milliseconds every{6000};
    Client client;
    std::mt19937 random(static_cast<unsigned>(camera));
    auto next = Clock::now() + std::chrono::milliseconds(random() % every.count());
    const std::string url = nginx.url("/image/c" + std::to_string(camera));
    std::string etag = get(url).header("etag");
    for (; next < end; next += every) {
        std::this_thread::sleep_until(next);
        Response answer = client.send({.url = url, .method = "HEAD"});
        seen.request(answer);
        if (answer.header("etag") != etag) {
            etag = answer.header("etag");
            answer = client.send({.url = url});
            seen.request(answer);
            seen.picture(answer);
        }
    }
}

template <class Follow>
void run(const char* what, const Settings& settings, const Simulator& simulator,
         const std::string& interval, Follow follow) {
    std::vector<CameraText> cameras;
    for (int i = 0; i < kCameras; ++i) {
        cameras.push_back(
            {"c" + std::to_string(i), simulator.url("/cam/" + std::to_string(i) + ".jpg")});
    }
    TempDir dir;
    StoreDir store(bench::make_directory("/dev/shm"));
    write_file(dir / "cameras.json",
               config_text(cameras, R"("fetch": {"interval": ")" + interval + R"("})"));
    Livecamd livecamd(dir / "cameras.json", store.path());
    if (!livecamd.wait_pictures()) {
        throw std::runtime_error("livecamd has no pictures: " + livecamd.log());
    }
    Nginx nginx(store.path(), {.workers = 1});
    until([&] { return get(nginx.url("/image/c0")).status == 200; });
    // A rhythm has to be learned first.
    std::this_thread::sleep_for(std::chrono::seconds(5 * settings.period_s));
    Seen seen;
    const auto end = Clock::now() + std::chrono::seconds(settings.seconds);
    std::vector<std::thread> viewers;
    for (int i = 0; i < kCameras; ++i) {
        viewers.emplace_back([&, i] { follow(nginx, i, end, seen); });
    }
    for (std::thread& viewer : viewers) {
        viewer.join();
    }
    seen.print(what, settings.seconds);
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"From a picture's birth to a client."};
    app.add_option("--seconds", settings.seconds);
    app.add_option("--period", settings.period_s);
    CLI11_PARSE(app, argc, argv);
    try {
        const Simulator simulator({"--cameras", std::to_string(kCameras), "--interval",
                                   std::to_string(settings.period_s) + "s"});
        std::printf("camera to screen, %d cameras with a picture every %d s\n", kCameras,
                    settings.period_s);
        run("events, interval auto", settings, simulator, "auto", follow_events);
        run("events, cameras asked every 3 s", settings, simulator, "3s", follow_events);
        run("lcc.live: 3 s, HEAD and GET each 6 s", settings, simulator, "3s", follow_questions);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "freshness: %s\n", error.what());
        return 2;
    }
    return 0;
}
