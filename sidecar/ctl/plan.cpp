#include "sidecar/plan/plan.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <spdlog/fmt/fmt.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "shared/store_budget.h"
#include "sidecar/config/load.h"
#include "sidecar/config/units.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/huge_pages.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/plan/measure.h"

namespace livecam::ctl {
namespace {

constexpr std::uint64_t kUsualImageBytes = 200 << 10;
constexpr int kExitConfig = 2;

/// What the file system of the store has, or of the directory in which it will be made.
std::optional<std::uint64_t> file_system_bytes(const std::string& store) {
    std::error_code error;
    std::filesystem::path path = std::filesystem::absolute(store, error);
    while (!std::filesystem::exists(path, error) && path.has_relative_path()) {
        path = path.parent_path();
    }
    struct statvfs fs;
    if (::statvfs(path.c_str(), &fs) != 0) {
        return std::nullopt;
    }
    return std::uint64_t{fs.f_blocks} * fs.f_frsize;
}

bool size(const char* option, const std::string& text, std::uint64_t& bytes) {
    const auto parsed = config::parse_size(text);
    if (!parsed) {
        say(std::string(option) + " \"" + text + "\" is not a size, such as 4096, 512K or 64M");
        return false;
    }
    bytes = *parsed;
    return true;
}

struct Line {
    const char* name;  // in JSON
    std::uint64_t bytes;
    std::string text;
};

std::vector<Line> lines(const plan::Question& q, const plan::Plan& p) {
    const auto count = [](std::uint64_t n, const char* one) {
        return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
    };
    const std::string workers =
        fmt::format("{} × 2 (old ones linger at a reload)", count(q.workers, "worker"));
    return {
        {"index", p.index, fmt::format("index, room for {} paths", q.store.entries)},
        {"pictures", p.pictures,
         fmt::format("pictures: {} × {} × {}", count(q.cameras, "camera"), q.store.keep + 1,
                     human_bytes(q.image_bytes))},
        {"pages", p.pages, "pages, JSON and files, in all encodings"},
        {"exchange", p.exchange, "what is being exchanged"},
        {"frames", p.frames, "store.max_bytes has to be at least this"},
        {"max_bytes", p.max_bytes,
         q.store.max_bytes ? "store.max_bytes" : "store.max_bytes \"auto\": what is needed"},
        {"drafts", p.drafts, "pictures on their way into the store"},
        {"held", p.held, fmt::format("slow clients, at most: {} × livecam_held", workers)},
        {"held_expected", p.held_expected,
         fmt::format("of it by {} at {} bytes/s", count(q.slow_clients, "slow client"),
                     q.client_rate)},
        {"tmpfs", p.tmpfs, "the tmpfs to mount: size="},
        {"cache", p.cache, fmt::format("copies for TLS, at most: {} × livecam_cache", workers)},
        {"clients", p.clients, "nginx's own, for the slow clients"},
        {"total", p.total, "all memory, at most"},
    };
}

/// Of a tmpfs of the store's own, as this kernel takes them.
std::string mount_options(const plan::Plan& p) {
    return fmt::format("size={}M,mode=2750,nosuid,nodev,noexec{}", p.tmpfs >> 20,
                       huge_pages_possible() ? ",huge=within_size" : "");
}

void print_table(const plan::Question& q, const plan::Plan& p) {
    for (const Line& line : lines(q, p)) {
        fmt::print("{:>10}  {}\n", human_bytes(line.bytes), line.text);
    }
    fmt::print("mount -t tmpfs -o {} tmpfs {}\n", mount_options(p), q.store.path);
    for (const std::string& warning : p.warnings) {
        fmt::print("warning: {}\n", warning);
    }
}

void print_json(const plan::Question& q, const plan::Plan& p) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
    const auto number = [&json](const char* name, std::uint64_t value) {
        json.Key(name);
        json.Uint64(value);
    };
    json.StartObject();
    number("cameras", q.cameras);
    number("image_bytes", q.image_bytes);
    number("workers", q.workers);
    for (const Line& line : lines(q, p)) {
        number(line.name, line.bytes);
    }
    const std::string options = mount_options(p);
    json.Key("mount_options");
    json.String(options.data(), static_cast<rapidjson::SizeType>(options.size()));
    json.Key("warnings");
    json.StartArray();
    for (const std::string& warning : p.warnings) {
        json.String(warning.data(), static_cast<rapidjson::SizeType>(warning.size()));
    }
    json.EndArray();
    json.EndObject();
    fmt::print("{}\n", buffer.GetString());
}

}  // namespace

int plan(const PlanOptions& options) {
    auto config = config::load(options.config);
    if (!config) {
        for (const config::Problem& problem : config.error()) {
            say(problem.line());
        }
        return kExitConfig;
    }
    if (!options.store.empty()) {
        config->store.path = options.store;
    }
    auto question = plan::measure(*config);
    if (!question) {
        return say(question.error().message);
    }
    question->workers =
        options.workers != 0 ? options.workers : std::max(1u, std::thread::hardware_concurrency());
    question->slow_clients = options.slow_clients;
    question->tmpfs_bytes = file_system_bytes(config->store.path);
    if (!size("--held", options.held, question->held_bytes) ||
        !size("--cache", options.cache, question->cache_bytes) ||
        !size("--bitrate", options.bitrate, question->client_rate)) {
        return kExitConfig;
    }
    if (options.image_bytes.empty()) {
        question->image_bytes = average_image(config->store.path).value_or(kUsualImageBytes);
    } else if (!size("--image-bytes", options.image_bytes, question->image_bytes)) {
        return kExitConfig;
    }
    const plan::Plan made = plan::make_plan(*question);
    options.json ? print_json(*question, made) : print_table(*question, made);
    return 0;
}

}  // namespace livecam::ctl
