// What is served: the same pictures in a store of ours and as files, and a page. Pictures change as
// those of cameras do while they are being served.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "shared/store_writer.h"
#include "tests/e2e/programs.h"

namespace livecam::bench {

inline constexpr int kPictureBytes[] = {20'000, 120'000, 545'000};
inline constexpr std::size_t kPageBytes = 4000;  // nginx takes no longer text for `return`

/// Cameras that are asked for together: /image/<name>0, /image/<name>1, …
struct CameraSet {
    std::string name;
    std::uint32_t count;
    std::size_t bytes;
};

class Content {
  public:
    /// Both below `directory`. Starts the thread that beats the heart and changes pictures, on
    /// core `core`.
    Content(const std::string& directory, const std::vector<CameraSet>& sets, int core);
    ~Content();

    const std::string& store() const { return store_.path(); }
    const std::string& files() const { return files_; }

    static std::string path(const CameraSet& set, std::uint32_t camera);

    enum class To { kStore, kFiles };
    /// From now on each of these gets a new picture every 3 s, one after the other.
    void change(const CameraSet& set, To to);
    void change_nothing();

  private:
    void put(const CameraSet& set, std::uint32_t camera, To to);
    void put_page();
    void run();

    e2e::StoreDir store_;
    std::string files_;
    StoreWriter writer_;
    std::uint64_t number_ = 0;
    std::vector<std::byte> bytes_;
    std::mutex mutex_;  // of the two below
    const CameraSet* changing_ = nullptr;
    To to_ = To::kStore;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace livecam::bench
