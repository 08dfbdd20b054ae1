#include "tests/bench/serve/content.h"

#include <sys/stat.h>

#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>
#include <stdexcept>

#include "shared/hash.h"
#include "tests/bench/serve/cores.h"

namespace livecam::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t kPeriodMs = 3000;

/// Those of a real page.
constexpr char kPageFields[] =
    "Content-Security-Policy: default-src 'none'; connect-src 'self'; img-src 'self' data:; "
    "script-src 'self'; style-src 'self'; frame-src https://www.youtube.com; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'\n"
    "Referrer-Policy: strict-origin-when-cross-origin\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=()\n"
    "X-Frame-Options: DENY\n"
    "X-Version: 0123456789ab\n";

std::int64_t now_ms() {
    return std::chrono::duration_cast<milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

StoreWriter open_store(const std::string& path, const std::vector<CameraSet>& sets) {
    StoreOptions options;
    options.path = path;
    options.keep = 1;
    options.check_budget = false;
    for (const CameraSet& set : sets) {
        options.entries += set.count;
        options.key_bytes += set.count * 32;
    }
    auto writer = StoreWriter::open(options);
    if (!writer) {
        throw std::runtime_error(writer.error().message);
    }
    return std::move(*writer);
}

template <class Result>
auto checked(Result result) {
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    if constexpr (requires { *result; }) {
        return *result;
    }
}

}  // namespace

Content::Content(const std::string& directory, const std::vector<CameraSet>& sets, int core)
    : store_(directory),
      files_(directory + "/files"),
      writer_(open_store(store_.path(), sets)),
      bytes_(1'000'000) {
    std::mt19937_64 random(1);
    for (std::size_t i = 0; i < bytes_.size(); i += 8) {
        const std::uint64_t word = random();
        std::memcpy(bytes_.data() + i, &word, sizeof word);
    }
    std::filesystem::create_directories(files_ + "/image");
    writer_.set_phase(layout::Phase::kStarting, now_ms());
    for (const CameraSet& set : sets) {
        for (std::uint32_t camera = 0; camera < set.count; ++camera) {
            put(set, camera, To::kStore);
            put(set, camera, To::kFiles);
        }
    }
    put_page();
    writer_.set_phase(layout::Phase::kReady, now_ms());
    writer_.beat();
    thread_ = std::thread([this, core] {
        pin_thread(core);
        run();
    });
}

Content::~Content() {
    stopping_ = true;
    thread_.join();
}

std::string Content::path(const CameraSet& set, std::uint32_t camera) {
    return "/image/" + set.name + std::to_string(camera);
}

void Content::put(const CameraSet& set, std::uint32_t camera, To to) {
    ++number_;
    std::memcpy(bytes_.data(), &number_, sizeof number_);
    const std::span<const std::byte> picture{bytes_.data(), set.bytes};
    if (to == To::kFiles) {
        // As anybody would who has files served: a whole one takes the place of another.
        const std::string name = files_ + "/new";
        e2e::write_file(name, {reinterpret_cast<const char*>(picture.data()), picture.size()});
        std::filesystem::rename(name, files_ + path(set, camera));
        return;
    }
    FrameRef frame;
    frame.type = PictureType::kJpeg;
    frame.changed_at = now_ms();
    const std::uint32_t entry = checked(writer_.ensure(path(set, camera)));
    Descriptor next = writer_.descriptor(entry);
    next.next_expected = frame.changed_at + kPeriodMs;
    next.stale_at = frame.changed_at + 1'000'000'000;
    checked(writer_.publish_picture(
        entry, FrameDraft::create(writer_.frames_directory(), picture, content_hash(picture)),
        frame, next));
}

void Content::put_page() {
    const int frames = writer_.frames_directory();
    std::vector<Variant> variants(3);
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const std::string text(kPageBytes, static_cast<char>('a' + i));
        variants[i].encoding = static_cast<Encoding>(i);
        variants[i].draft = FrameDraft::create(frames, std::as_bytes(std::span{text}));
    }
    Descriptor next;
    next.kind = Kind::kBody;
    next.max_age_s = 30;
    next.stale_while_revalidate_s = 120;
    next.set_type("text/html; charset=utf-8");
    checked(
        writer_.publish_body(checked(writer_.ensure("/")), variants, now_ms(), next, kPageFields));
}

void Content::change(const CameraSet& set, To to) {
    const std::lock_guard lock(mutex_);
    changing_ = &set;
    to_ = to;
}

void Content::change_nothing() {
    const std::lock_guard lock(mutex_);
    changing_ = nullptr;
}

void Content::run() {
    constexpr milliseconds tick(10);
    auto next = steady_clock::now();
    auto beat = next;
    double due = 0;
    std::uint32_t camera = 0;
    while (!stopping_) {
        std::this_thread::sleep_until(next += tick);
        if (next >= beat) {
            writer_.beat();
            beat += milliseconds(layout::kHeartbeatPeriodMs);
        }
        const std::lock_guard lock(mutex_);
        if (changing_ == nullptr) {
            due = 0;
            continue;
        }
        due += static_cast<double>(changing_->count) * tick.count() / kPeriodMs;
        for (; due >= 1; --due) {
            put(*changing_, camera++ % changing_->count, to_);
        }
    }
}

}  // namespace livecam::bench
