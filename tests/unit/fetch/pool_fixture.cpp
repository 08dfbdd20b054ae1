#include "pool_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <turbojpeg.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace livecam::fetch::test {

std::string jpeg(int shade) {
    std::array<unsigned char, 16 * 16 * 3> pixels;
    pixels.fill(static_cast<unsigned char>(shade));
    unsigned char* data = nullptr;
    unsigned long size = 0;
    const tjhandle compressor = tjInitCompress();
    if (tjCompress2(compressor, pixels.data(), 16, 0, 16, TJPF_RGB, &data, &size, TJSAMP_444, 90,
                    0) != 0) {
        throw std::runtime_error(tjGetErrorStr2(compressor));
    }
    std::string bytes(reinterpret_cast<char*>(data), size);
    tjFree(data);
    tjDestroy(compressor);
    return bytes;
}

config::Camera camera(std::string slug, std::string src, std::chrono::milliseconds interval) {
    config::Camera camera;
    camera.id = slug;
    camera.name = slug;
    camera.slug = std::move(slug);
    camera.src = std::move(src);
    camera.interval = interval;
    return camera;
}

PoolTest::PoolTest() : directory_("/dev/shm/livecam-fetch-test-XXXXXX") {
    if (::mkdtemp(directory_.data()) == nullptr) {
        throw std::runtime_error("mkdtemp " + directory_);
    }
    frames_ = Fd(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    settings.threads = 2;
    settings.user_agent = "livecam/test";
}

PoolTest::~PoolTest() {
    pool.reset();
    ::rmdir(directory_.c_str());
}

void PoolTest::start(std::vector<config::Camera> cameras, const Pool::Known& known) {
    const auto keep = [this](Attempt&& one) {
        const std::lock_guard lock(mutex_);
        attempts_.push_back(std::move(one));
        arrived_.notify_all();
    };
    pool = std::make_unique<Pool>(settings, cameras, known, frames_.get(), keep, lookup);
}

Attempt PoolTest::attempt_at(const std::string& url) {
    start({camera("cam", url)});
    return take("cam");
}

Attempt PoolTest::take(const std::function<bool(const Attempt&)>& matches) {
    std::unique_lock lock(mutex_);
    std::vector<Attempt>::iterator found;
    const bool came = arrived_.wait_for(lock, kPatience, [&] {
        found = std::find_if(attempts_.begin(), attempts_.end(), matches);
        return found != attempts_.end();
    });
    if (!came) {
        ADD_FAILURE() << "the attempt that was waited for did not come";
        return {};
    }
    Attempt attempt = std::move(*found);
    attempts_.erase(found);
    return attempt;
}

Attempt PoolTest::take(const std::string& slug) {
    return take([&](const Attempt& one) { return one.slug == slug; });
}

std::size_t PoolTest::left(const std::string& slug) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count_if(
        attempts_.begin(), attempts_.end(), [&](const Attempt& one) { return one.slug == slug; }));
}

}  // namespace livecam::fetch::test
