#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "shared/store_reader.h"
#include "tests/bench/serve/findings.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::bench {
namespace {

/// Cameras that are asked once and then left alone, so that what is left is what existing costs.
std::string config(int cameras, const std::string& origin) {
    constexpr int kPerGroup = 100;  // as many on a page as somebody might look at
    std::string text = R"({"store": {"max_bytes": "400M"}, "fetch": {"interval": "24h",
        "per_host": 64, "verify": "none"}, "groups": [)";
    for (int camera = 0; camera < cameras; ++camera) {
        const std::string name = "c" + std::to_string(camera);
        const char* begin = camera == 0 ? "{" : "]},\n{";
        text += camera % kPerGroup != 0
                    ? ",\n"
                    : begin + (R"("id": "g)" + std::to_string(camera)) + R"(", "cameras": [)";
        text += R"({"name": ")" + name + R"(", "src": ")" + origin + "?" + name + R"("})";
    }
    return text + "]}]}\n";
}

/// Until the pages of the start are made: three seconds without a change.
void settle(const std::string& store) {
    StoreReader reader(store.c_str(), ::geteuid());
    std::uint64_t before = 0;
    std::int64_t now_ms = 0;
    for (int quiet = 0, tries = 0; quiet < 3 && tries < 90; ++tries) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        now_ms += kIdentityCheckMs;
        const std::uint64_t now = reader.refresh(now_ms) ? reader.index().generation() : 0;
        quiet = now == before ? quiet + 1 : 0;
        before = now;
    }
}

std::string percent(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", value);
    return text;
}

}  // namespace

std::vector<Finding> measure_idle(const std::string& directory, const std::string& origin,
                                  const std::vector<int>& cameras, int seconds) {
    std::vector<Finding> findings;
    for (const int count : cameras) {
        const std::string place = directory + "/idle" + std::to_string(count);
        std::filesystem::create_directories(place);
        const e2e::StoreDir store(place);
        e2e::write_file(place + "/cameras.json", config(count, origin));
        e2e::Livecamd livecamd(place + "/cameras.json", store.path());
        if (!livecamd.wait_pictures()) {
            throw std::runtime_error("livecamd has not all pictures: " + livecamd.log());
        }
        Server server(kLivecam, "");
        start_nginx(server,
                    {.main = "load_module " + e2e::built("ngx_http_livecam_module.so") + ";",
                     .http = "livecam_store " + store.path() + ";",
                     .server = "livecam on;"},
                    place + "/nginx", directory, "0-1023");
        const std::vector<pid_t> daemon = {livecamd.process().pid()};
        settle(store.path());
        const double daemon_begun = cpu_s(daemon);
        const double worker_begun = server.cpu_s();
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
        findings.push_back({"idle",
                            std::to_string(count) +
                                " cameras that nobody looks at and nothing changes: "
                                "livecamd; nginx's worker, of one core",
                            percent(100 * (cpu_s(daemon) - daemon_begun) / seconds) + "; " +
                                percent(100 * (server.cpu_s() - worker_begun) / seconds),
                            "", false});
    }
    return findings;
}

}  // namespace livecam::bench
