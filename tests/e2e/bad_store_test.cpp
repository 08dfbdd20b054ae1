// A store that cannot be: one message with the need, the have and the remedy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class BadStore : public testing::Test {
  protected:
    BadStore() { write_file(dir / "good.json", config_text(one_camera)); }

    Finished start(const std::string& path, const std::string& config = "good.json") {
        return run({built("livecamd"), "--config", dir / config, "--store", path});
    }

    const std::vector<CameraText> one_camera = {{"one", "http://127.0.0.1:1/a.jpg"}};
    TempDir dir;
};

TEST_F(BadStore, WithoutAParent) {
    const std::string path = dir / "none/store";
    const Finished done = start(path);
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(done.output, "livecamd: store: cannot make the directory " + path +
                               " (its parent must exist and be writable): No such file or "
                               "directory\n");
}

TEST_F(BadStore, IsAFile) {
    write_file(dir / "file", "precious");
    const Finished done = start(dir / "file");
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(done.output,
              "livecamd: store: cannot open the directory " + dir / "file" + ": Not a directory\n");
    EXPECT_EQ(read_file(dir / "file"), "precious");
}

TEST_F(BadStore, WritableByOthers) {
    const std::string path = dir / "open";
    ASSERT_EQ(::mkdir(path.c_str(), 0777), 0);
    ASSERT_EQ(::chmod(path.c_str(), 0777), 0);
    const Finished done = start(path);
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(done.output, "livecamd: store: " + path +
                               " can be written by others than its owner: chmod go-w " + path +
                               "\n");
}

TEST_F(BadStore, LargerThanItsFileSystem) {
    write_file(dir / "large.json", config_text(one_camera, R"("store": {"max_bytes": "1024G"})"));
    const StoreDir store;
    const Finished done = start(store.path(), "large.json");
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(done.lines(),
                ElementsAre(AllOf(StartsWith("livecamd: store: " + store.path() + " needs "),
                                  HasSubstr("max_bytes 1 TiB"), HasSubstr("its file system has "),
                                  EndsWith(": raise its size= or lower store.max_bytes"))));
}

TEST_F(BadStore, ASmallTmpfs) {
    const std::string mounted = dir / "mounted";
    std::filesystem::create_directory(mounted);
    const auto on_tmpfs = [&](const std::string& size, const std::string& command) {
        return run(
            {"unshare", ::geteuid() == 0 ? "-m" : "-rm", "sh", "-c",
             "mount -t tmpfs -o mode=700,size=" + size + " tmpfs " + mounted + " && " + command});
    };
    if (const Finished probe = on_tmpfs("4M", "true"); probe.code != 0) {
        std::cerr << "NOT TESTED: a tmpfs of our own, because this machine permits no mount: "
                  << probe.output << "(BadStore.LargerThanItsFileSystem has the message)\n";
        return;
    }
    const std::string command =
        built("livecamd") + " --config " + dir / "good.json" + " --store " + mounted + "/store";
    const Finished small = on_tmpfs("4M", command);
    EXPECT_EQ(small.code, 1);
    EXPECT_EQ(small.output, "livecamd: store: " + mounted +
                                "/store needs 512.2 MiB (max_bytes 512 MiB and index), its file "
                                "system has 4.0 MiB free of 4 MiB: raise its size= or lower "
                                "store.max_bytes\n");
    const Finished tiny = on_tmpfs("16K", command);
    EXPECT_EQ(tiny.code, 1);
    EXPECT_THAT(tiny.lines(),
                ElementsAre(AllOf(StartsWith("livecamd: store: " + mounted + "/store "),
                                  HasSubstr("of 16 KiB"), HasSubstr("raise its size="))))
        << tiny.output;
}

TEST_F(BadStore, AFullStoreKeepsWhatItHas) {
    const Simulator simulator({"--cameras", "1", "--interval", "1s"});
    std::vector<CameraText> cameras;
    for (int i = 0; i < 40; ++i) {
        const std::string id = std::to_string(i);
        cameras.push_back({id, simulator.url("/cam/" + id + ".jpg")});
    }
    write_file(dir / "many.json", config_text(cameras, R"("store": {"max_bytes": "3M"},
                                       "fetch": {"interval": "500ms", "per_host": 16,
                                                 "max_backoff": "1s", "max_image_bytes": "1M"})"));
    const StoreDir store;
    Livecamd livecamd(dir / "many.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    const Nginx nginx(store.path());
    std::map<std::string, CameraStatus> now;
    ASSERT_TRUE(until([&] {
        now = states(store.path());
        return std::any_of(now.begin(), now.end(),
                           [](const auto& item) { return item.second.reason == "store_full"; });
    }));
    EXPECT_THAT(livecamd.log(), ContainsRegex("store: full: .* is over store.max_bytes 3 MiB: "
                                              "raise it"));
    int shown = 0;
    for (const CameraText& camera : cameras) {
        shown += get(nginx.url("/image/" + camera.name)).status == 200 ? 1 : 0;
    }
    EXPECT_GT(shown, 0);
    EXPECT_LT(shown, 40);
    EXPECT_EQ(get(nginx.url("/")).status, 200);
}

}  // namespace
}  // namespace livecam::e2e
