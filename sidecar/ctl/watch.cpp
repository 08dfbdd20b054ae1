#include <poll.h>
#include <signal.h>
#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

#include "sidecar/ctl/camera_changes.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/printable.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/json_writer.h"

namespace livecam::ctl {
namespace {

/// A reader cannot sleep until the writer publishes: it looks at one word so often.
constexpr int kLookMs = 100;

volatile sig_atomic_t ended = 0;

void end_on_signals() {
    struct sigaction action {};
    action.sa_handler = [](int) { ended = 1; };  // no SA_RESTART: poll(2) is to return
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
}

/// False once nobody reads any more.
bool pause() {
    pollfd out{STDOUT_FILENO, 0, 0};
    return ::poll(&out, 1, kLookMs) <= 0 || (out.revents & (POLLERR | POLLHUP)) == 0;
}

std::string etag_of(const CameraChange& change) {
    return change.etag == 0 ? "" : fmt::format("{:016x}", change.etag);
}

std::string line(const CameraChange& change, std::int64_t now_ms) {
    const std::string etag = etag_of(change);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:03}  {}  {}  {}  {}",
                       fmt::localtime(std::time_t(now_ms / 1000)), now_ms % 1000,
                       printable(slug_of(change.path)), change.state, etag.empty() ? "-" : etag,
                       to_string(change.reason));
}

std::string json_line(const CameraChange& change, std::int64_t now_ms) {
    JsonWriter json;
    json.begin_object();
    json.number("time", now_ms);
    json.text("camera", slug_of(change.path));
    json.text("state", change.state);
    json.text_or_null("image", etag_of(change));
    json.text("reason", to_string(change.reason));
    json.end_object();
    return json.take();
}

}  // namespace

int watch(const std::string& store, bool json) {
    StoreReader reader{store.c_str(), owner_of(store)};
    if (!open_reader(store, reader)) {
        return 1;
    }
    end_on_signals();
    CameraChanges changes;
    do {
        const Clocks clocks = read_clocks();
        reader.refresh(clocks.monotonic_ms());
        if (reader.index().broken()) {
            continue;  // until there is a whole one again
        }
        for (const CameraChange& change : changes.look(reader.index(), clocks)) {
            std::puts((json ? json_line : line)(change, clocks.wall_ms).c_str());
        }
        if (std::fflush(stdout) != 0) {
            return 0;
        }
    } while (ended == 0 && pause() && ended == 0);
    return 0;
}

}  // namespace livecam::ctl
