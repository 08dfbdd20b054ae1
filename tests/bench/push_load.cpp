// push_load: what it costs nginx to tell clients of changes, and when they know. One worker, its
// clients and the publisher on one machine, over loopback.
//
//   push_load --clients 5000 --seconds 30
//
// Three parts: server-sent events of ours and of nchan (Debian's module, fed by a publisher over
// HTTP) with the same messages; motion streams; the worker's cost while nothing changes. The
// latencies are those of one client process, which itself takes most of a core.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/bench/many_clients.h"
#include "tests/bench/private_tmpfs.h"
#include "tests/e2e/http.h"
#include "tests/e2e/painted_store.h"
#include "tests/e2e/wait.h"

namespace {

using namespace livecam;
using namespace livecam::e2e;
using bench::ManyClients;
using bench::Publications;
using std::chrono::milliseconds;

struct Settings {
    int clients = 5000;
    int cameras = 40;
    int period_ms = 3000;
    int streams = 200;
    int seconds = 30;
};

struct Usage {
    double cpu_s = 0;
    double memory_kb = 0;
    double wakeups = 0;  // voluntary context switches
};

Usage usage_of(pid_t pid) {
    const std::string proc = "/proc/" + std::to_string(pid);
    Usage usage;
    std::ifstream schedstat(proc + "/schedstat");
    double ns = 0;
    schedstat >> ns;
    usage.cpu_s = ns / 1e9;
    std::ifstream status(proc + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:")) {
            usage.memory_kb = std::stod(line.substr(8));
        } else if (line.starts_with("voluntary_ctxt_switches:")) {
            usage.wakeups = std::stod(line.substr(24));
        }
    }
    return usage;
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) {
        return 0;
    }
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

void print(const char* what, double value, const char* unit) {
    std::printf("%-52s %10.2f %s\n", what, value, unit);
    std::fflush(stdout);
}

struct Wall {
    explicit Wall(int cameras, std::size_t bytes) : bytes_(bytes) {
        Descriptor events;
        events.kind = Kind::kEvents;
        store.writer().publish_kind(*store.writer().ensure("/events"), events);
        for (int i = 0; i < cameras; ++i) {
            store.publish("camera" + std::to_string(i), bytes);
        }
    }
    void publish(int camera, std::int64_t number) {
        StoreWriter& writer = store.writer();
        const auto entry = writer.ensure("/image/camera" + std::to_string(camera));
        std::string content(bytes_, 'x');
        content.replace(0, 13, std::to_string(number));
        Descriptor next = writer.descriptor(*entry);
        next.stale_at = number + 1'000'000'000'000;
        FrameRef frame;
        frame.type = PictureType::kJpeg;
        frame.changed_at = number;
        const FrameDraft draft =
            FrameDraft::create(writer.frames_directory(), std::as_bytes(std::span{content}));
        if (!writer.publish_picture(*entry, draft, frame, next)) {
            throw std::runtime_error("cannot publish");
        }
    }

    PaintedStore store{2, bench::make_directory("/dev/shm")};
    std::size_t bytes_;
};

/// Publishes one after the other until it goes.
class Publisher {
  public:
    template <class Publish>
    Publisher(milliseconds gap, Publish publish, StoreWriter* heart)
        : thread_([this, gap, publish, heart] {
              auto next = std::chrono::steady_clock::now();
              auto beat = next;
              while (!stopping_) {
                  if (gap.count() > 0 && std::chrono::steady_clock::now() >= next) {
                      next += gap;
                      publish();
                  }
                  if (heart != nullptr && std::chrono::steady_clock::now() >= beat) {
                      beat += milliseconds(250);
                      heart->beat();
                  }
                  const auto until = gap.count() > 0 ? std::min(next, beat) : beat;
                  std::this_thread::sleep_until(heart != nullptr ? until : next);
              }
          }) {}
    ~Publisher() {
        stopping_ = true;
        thread_.join();
    }

  private:
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

/// Well beyond the clients: with few connections left, nginx closes those whose request it has not
/// read yet.
NginxOptions options_for(int clients, std::string http) {
    const int connections = 2 * clients + 512;
    return {.main = "worker_rlimit_nofile " + std::to_string(connections + 64) + ";",
            .http = std::move(http),
            .workers = 1,
            .connections = connections};
}

void report(const ManyClients& clients, const Usage& begun, const Usage& ended, int count,
            int seconds, double empty_kb) {
    const auto& latencies = clients.latencies_ms();
    const double delivered = std::max<double>(1, static_cast<double>(latencies.size()));
    print("  latency p50", percentile(latencies, 0.5), "ms");
    print("  latency p99", percentile(latencies, 0.99), "ms");
    print("  delivered in a second", delivered / seconds, "");
    print("  worker, of one core", 100 * (ended.cpu_s - begun.cpu_s) / seconds, "%");
    print("  worker, for each delivery", 1e6 * (ended.cpu_s - begun.cpu_s) / delivered, "us");
    print("  worker's memory for each client", (ended.memory_kb - empty_kb) / count, "KB");
    if (clients.lost() > 0) {
        print("  LOST CONNECTIONS", clients.lost(), "");
    }
}

void run_ours(const Settings& s) {
    Wall wall(s.cameras, 20'000);
    Publications publications;
    Nginx nginx(wall.store.path(), options_for(s.clients, "livecam_max_events 100000;"));
    until([&] { return get(nginx.url("/image/camera0")).status == 200; });
    const pid_t worker = nginx.workers().at(0);
    const auto measure = [worker](int seconds) {
        const Usage begun = usage_of(worker);
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
        const Usage ended = usage_of(worker);
        print("  of one core", 100 * (ended.cpu_s - begun.cpu_s) / seconds, "%");
        print("  wake-ups in a second", (ended.wakeups - begun.wakeups) / seconds, "");
    };
    const double empty_kb = usage_of(worker).memory_kb;
    {
        Publisher heart(
            milliseconds(0), [] {}, &wall.store.writer());
        std::printf("idle worker without clients\n");
        measure(5);
        ManyClients clients(nginx.port(), "/events", s.clients);
        clients.listen(milliseconds(3000), publications);
        std::printf("idle worker with %d clients of /events, no changes\n", s.clients);
        measure(10);
    }
    {
        std::printf("wake-up: one client of /events, a change every 97 ms\n");
        ManyClients one(nginx.port(), "/events", 1);
        Publisher publisher(
            milliseconds(97), [&] { wall.publish(0, publications.begin()); }, &wall.store.writer());
        one.listen(milliseconds(1000), publications);
        one.listen(milliseconds(1000 * s.seconds), publications);
        print("  latency p50 (target 20)", percentile(one.latencies_ms(), 0.5), "ms");
        print("  latency p99 (target 60)", percentile(one.latencies_ms(), 0.99), "ms");
    }
    std::printf("%d clients of /events, %d cameras that change every %d ms\n", s.clients, s.cameras,
                s.period_ms);
    ManyClients clients(nginx.port(), "/events", s.clients);
    int camera = 0;
    Publisher publisher(
        milliseconds(s.period_ms / s.cameras),
        [&] { wall.publish(camera++ % s.cameras, publications.begin()); }, &wall.store.writer());
    clients.listen(milliseconds(3000), publications);
    const Usage begun = usage_of(worker);
    clients.listen(milliseconds(1000 * s.seconds), publications);
    report(clients, begun, usage_of(worker), s.clients, s.seconds, empty_kb);
}

void run_streams(const Settings& s) {
    constexpr std::size_t bytes = 120'000;
    Wall wall(1, bytes);
    Publications publications;
    Nginx nginx(wall.store.path(), options_for(s.streams, ""));
    until([&] { return get(nginx.url("/image/camera0")).status == 200; });
    const pid_t worker = nginx.workers().at(0);
    const double empty_kb = usage_of(worker).memory_kb;
    std::printf("%d clients of /stream/, a picture of 120 KB every second\n", s.streams);
    ManyClients clients(nginx.port(), "/stream/camera0", s.streams);
    Publisher publisher(
        milliseconds(1000), [&] { wall.publish(0, publications.begin()); }, &wall.store.writer());
    clients.listen(milliseconds(2500), publications, bytes);
    const Usage begun = usage_of(worker);
    clients.listen(milliseconds(1000 * s.seconds), publications, bytes);
    report(clients, begun, usage_of(worker), s.streams, s.seconds, empty_kb);
}

void run_nchan(const Settings& s) {
    if (::access("/usr/lib/nginx/modules/ngx_nchan_module.so", R_OK) != 0) {
        std::printf("nchan is not installed (libnginx-mod-nchan): left out\n");
        return;
    }
    PaintedStore none(0, bench::make_directory("/dev/shm"));
    NginxOptions options = options_for(s.clients, "nchan_shared_memory_size 128m;");
    options.main += " load_module /usr/lib/nginx/modules/ngx_nchan_module.so;";
    options.server =
        "location = /wall { livecam off; nchan_subscriber eventsource; nchan_channel_id wall; "
        "nchan_subscriber_first_message newest; }\n"
        "location = /publish { livecam off; nchan_publisher; nchan_channel_id wall; "
        "nchan_message_buffer_length 40; }\n";
    Nginx nginx(none.path(), std::move(options));
    const pid_t worker = nginx.workers().at(0);
    const double empty_kb = usage_of(worker).memory_kb;
    std::printf("the same with nchan\n");
    ManyClients clients(nginx.port(), "/wall", s.clients);
    Publications publications;
    Publisher publisher(
        milliseconds(s.period_ms / s.cameras),
        [&, http = std::make_shared<Client>()] {
            const std::int64_t number = publications.begin();
            http->post(nginx.url("/publish"),
                       R"({"camera":"camera0","image":"/image/camera0/0123456789abcdef",)"
                       R"("shown":"picture","changed_at":)" +
                           std::to_string(number) + R"(,"stale_at":2000000000000,"state":"live"})");
        },
        nullptr);
    clients.listen(milliseconds(3000), publications);
    const Usage begun = usage_of(worker);
    clients.listen(milliseconds(1000 * s.seconds), publications);
    report(clients, begun, usage_of(worker), s.clients, s.seconds, empty_kb);
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"What it costs to tell clients of changes."};
    app.add_option("--clients", settings.clients);
    app.add_option("--cameras", settings.cameras);
    app.add_option("--period-ms", settings.period_ms);
    app.add_option("--streams", settings.streams);
    app.add_option("--seconds", settings.seconds);
    CLI11_PARSE(app, argc, argv);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int possible = static_cast<int>(std::min<rlim_t>(files.rlim_max, 1'000'000)) - 300;
    if (settings.clients > possible) {
        std::printf("only %d clients: ulimit -Hn is %d\n", possible, possible + 300);
        settings.clients = possible;
    }
    try {
        run_ours(settings);
        run_nchan(settings);
        run_streams(settings);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "push_load: %s\n", error.what());
        return 2;
    }
    return 0;
}
