// A tmpfs that somebody else fills up: updates are dropped, what is there stays, and it goes on
// when there is room again.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <span>

#include "shared/store_reader.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {
namespace {

using testing::ContainsRegex;

/// For this process and those it starts; the others do not see it. "" or why not. nginx needs a
/// real root for that, because it gives its workers another user.
std::string mount_small_tmpfs(const std::string& path) {
    if (::geteuid() != 0) {
        return "not root";
    }
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", path.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,mode=0755") != 0) {
        return std::strerror(errno);
    }
    return "";
}

void fill(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string zeroes(4096, '\0');
    while (::write(file, zeroes.data(), zeroes.size()) > 0) {
    }
    EXPECT_EQ(errno, ENOSPC);
    ::close(file);
}

bool all_have_reason(const std::string& store, const std::string& reason) {
    const auto cameras = states(store);
    return !cameras.empty() && std::all_of(cameras.begin(), cameras.end(), [&](const auto& item) {
        return item.second.reason == reason;
    });
}

std::uint64_t dropped(const std::string& store) {
    StoreReader reader(store.c_str(), ::geteuid());
    Summary summary;
    EXPECT_TRUE(reader.refresh(1) && reader.index().summary(summary));
    return summary.dropped;
}

TEST(FullStore, AFullTmpfsDropsUpdatesAndRecovers) {
    const TempDir mounted;
    if (const std::string why = mount_small_tmpfs(mounted.path()); !why.empty()) {
        std::cerr << "NOT TESTED: a tmpfs of our own (" << why
                  << "); BadStore.AFullStoreKeepsWhatItHas fills the budget instead\n";
        return;
    }
    const Simulator simulator({"--cameras", "4", "--interval", "300ms", "--size", "640x400"});
    std::vector<CameraText> cameras;
    for (const std::string id : {"0", "1", "2", "3"}) {
        cameras.push_back({id, simulator.url("/cam/" + id + ".jpg")});
    }
    const TempDir dir;
    write_file(dir / "wall.json", config_text(cameras, R"("store": {"max_bytes": "8M"},
                                       "fetch": {"interval": "300ms", "max_backoff": "1s",
                                                 "max_image_bytes": "1M"})"));
    {
        const StoreDir store(mounted.path());
        Livecamd livecamd(dir / "wall.json", store.path());
        ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
        for (const CameraText& camera : cameras) {
            ASSERT_TRUE(livecamd.wait_picture("/image/" + camera.name)) << livecamd.log();
        }
        const Nginx nginx(store.path());
        fill(mounted / "filler");
        ASSERT_TRUE(until([&] { return all_have_reason(store.path(), "store_full"); }))
            << livecamd.log();
        EXPECT_THAT(livecamd.log(), ContainsRegex("no room for [0-9]+ bytes: No space left"));
        std::vector<std::string> kept;
        for (const CameraText& camera : cameras) {
            const Response answer = get(nginx.url("/image/" + camera.name));
            EXPECT_EQ(answer.status, 200);
            EXPECT_TRUE(sim::verify(std::as_bytes(std::span{answer.body}))) << camera.name;
            kept.push_back(answer.header("etag"));
        }
        EXPECT_EQ(get(nginx.url("/")).status, 200);
        EXPECT_GE(dropped(store.path()), cameras.size());
        EXPECT_TRUE(livecamd.process().running());
        std::filesystem::remove(mounted / "filler");
        EXPECT_TRUE(until([&] { return all_have_reason(store.path(), "none"); })) << livecamd.log();
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            EXPECT_TRUE(until([&] {
                return get(nginx.url("/image/" + cameras[i].name)).header("etag") != kept[i];
            }));
        }
    }
    ::umount2(mounted.path().c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace livecam::e2e
