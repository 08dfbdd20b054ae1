// livecamctl check: a whole store is whole, and each fault is named with its remedy.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "shared/fd.h"
#include "shared/layout.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

/// A store with two bodies, written by hand.
class Check : public testing::Test {
  protected:
    Check() {
        for (const char* path : {"/one", "/two"}) {
            write_file(dir / "content", std::string("the bytes of ") + path);
            EXPECT_EQ(ctl(store.path(), {"put", path, dir / "content"}).code, 0);
        }
    }

    Finished check() const { return ctl(store.path(), {"check"}); }

    std::string frame() const { return *frames().begin(); }
    std::vector<std::string> frames() const {
        std::vector<std::string> found;
        for (const auto& file : fs::directory_iterator(store.path() + "/frames")) {
            found.push_back(file.path());
        }
        return found;
    }

    /// One finding, or more where one fault has two effects, all with a remedy.
    void expect(const std::string& thing, const std::string& what, std::size_t lines = 1) const {
        const Finished done = check();
        EXPECT_EQ(done.code, 1);
        EXPECT_THAT(done.output, HasSubstr(thing));
        EXPECT_THAT(done.output, ContainsRegex(what));
        EXPECT_EQ(done.lines().size(), lines) << done.output;
        for (const std::string& line : done.lines()) {
            EXPECT_THAT(line, ContainsRegex("(restart|start|chmod|chown|remove) ")) << line;
        }
    }

    void overwrite(const std::string& file, std::size_t offset, const std::string& bytes) const {
        const Fd fd{::open((store.path() + "/" + file).c_str(), O_WRONLY)};
        ASSERT_EQ(::pwrite(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)),
                  static_cast<ssize_t>(bytes.size()));
    }

    TempDir dir;
    StoreDir store;
};

TEST_F(Check, AWholeStoreIsWholeAndStaysAsItIs) {
    const std::string before = read_file(store.path() + "/index");
    const Finished done = check();
    EXPECT_EQ(done.code, 0);
    EXPECT_EQ(done.output, store.path() + ": 2 paths, 2 frames of 34 bytes: no fault found\n");
    EXPECT_TRUE(read_file(store.path() + "/index") == before);
}

TEST_F(Check, NamesATruncatedFrame) {
    ASSERT_EQ(::truncate(frame().c_str(), 5), 0);
    expect(frame(), "of /(one|two): has 5 bytes of 17: restart");
}

TEST_F(Check, NamesAFrameWithOtherBytes) {
    overwrite("frames/" + fs::path(frame()).filename().string(), 0, "X");
    expect(frame(), "of /(one|two): has hash [0-9a-f]{16}, not [0-9a-f]{16}: restart");
}

TEST_F(Check, NamesARemovedFrame) {
    const std::string gone = frame();
    fs::remove(gone);
    expect(gone, "of /(one|two): No such file or directory: restart");
}

TEST_F(Check, NamesOrphansAndForeignFiles) {
    for (const char* name : {"/frames/00000000ffffffff", "/frames/notes.txt"}) {
        write_file(store.path() + name, "x");
        expect(store.path() + name, "no path uses it: restart");
        fs::remove(store.path() + name);
    }
    EXPECT_EQ(check().code, 0);
}

TEST_F(Check, NamesWrongModes) {
    struct Case {
        std::string name;
        mode_t bad, good;
    };
    for (const Case& c :
         {Case{"", 02770, 02750}, Case{"", 02755, 02750}, Case{"/index", 0644, 0640},
          Case{"/frames", 02755, 02750}, Case{"/demand", 0666, 0660}, Case{"/lock", 0644, 0600},
          Case{"/frames/" + fs::path(frame()).filename().string(), 0644, 0640}}) {
        ASSERT_EQ(::chmod((store.path() + c.name).c_str(), c.bad), 0);
        const Finished done = check();
        EXPECT_EQ(done.code, 1) << c.name;
        EXPECT_THAT(done.output, HasSubstr(store.path() + c.name)) << c.name;
        EXPECT_THAT(done.output, ContainsRegex("has mode [0-7]{4}")) << c.name;
        ASSERT_EQ(::chmod((store.path() + c.name).c_str(), c.good), 0);
        EXPECT_EQ(check().code, 0) << c.name << check().output;
    }
}

TEST_F(Check, NamesAnotherOwner) {
    if (::geteuid() != 0) {
        // Who is not root cannot plant it: a directory of root's must be named all the same.
        EXPECT_EQ(ctl("/root", {"check"}).code, 1);
        return;
    }
    ASSERT_EQ(::chown((store.path() + "/demand").c_str(), 65534, static_cast<gid_t>(-1)), 0);
    expect(store.path() + "/demand", "belongs to user 65534, the store to user 0: chown 0 ");
}

TEST_F(Check, NamesAGarbledPreambleAndGeometry) {
    const std::string whole = read_file(store.path() + "/index");
    for (const std::size_t offset : {std::size_t{0}, offsetof(layout::Header, geometry)}) {
        overwrite("index", offset, "garbage!");
        expect(store.path() + "/index", "index: the store (has|holds) .*index.*: start livecamd");
        overwrite("index", 0, whole);
    }
    EXPECT_EQ(check().code, 0);
}

TEST_F(Check, NamesAnEntryThatItsKeyDoesNotLeadTo) {
    const std::string index = read_file(store.path() + "/index");
    layout::Geometry geometry;
    std::memcpy(&geometry, index.data() + offsetof(layout::Header, geometry), sizeof geometry);
    overwrite("index", geometry.key_offset, "/eno");
    expect(store.path() + "/index", "entry 0 \\(/eno\\) is not found by its key: restart");
}

TEST_F(Check, NamesACountThatIsNotTheEntries) {
    // live_bytes is the fifth word of each copy.
    for (const std::size_t copy : {0, 1}) {
        overwrite("index",
                  offsetof(layout::Header, summary) + offsetof(layout::SummaryLatch, copies) +
                      copy * sizeof(layout::Word) * layout::kSummaryWords + 4 * 8,
                  std::string("\x01\x00\x00\x00\x00\x00\x00\x00", 8));
    }
    expect(store.path() + "/index",
           "the summary counts 2 frames of 1 bytes, the entries 2 of 8192: restart");
}

TEST_F(Check, NamesADemandOfAnotherIndexOrTooShort) {
    overwrite("demand", 8, "another!");
    expect(store.path() + "/demand", "is not of this index");
    ASSERT_EQ(::truncate((store.path() + "/demand").c_str(), 64), 0);
    expect(store.path() + "/demand", "has 64 bytes, 2 entries need 96: restart");
}

TEST_F(Check, NamesAStoreThatIsNotThere) {
    const Finished done = ctl(dir / "nowhere", {"check"});
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(done.output, HasSubstr(dir / "nowhere: No such file or directory"));
    EXPECT_FALSE(fs::exists(dir / "nowhere")) << "looking makes nothing";
}

TEST(CheckBesideLivecamd, FindsNothingWhilePicturesComeAndAfterAKill) {
    const TempDir dir;
    const StoreDir store;
    const Simulator simulator{{"--cameras", "8", "--interval", "50ms", "--size", "160x100"}};
    std::vector<CameraText> cameras;
    for (int i = 0; i < 8; ++i) {
        cameras.push_back(
            {"cam" + std::to_string(i), simulator.url("/cam/" + std::to_string(i) + ".jpg")});
    }
    write_file(dir / "cameras.json", config_text(cameras, R"("fetch": {"interval": "200ms"})"));
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_pictures()) << livecamd.log();
    for (int i = 0; i < 20; ++i) {
        const Finished done = ctl(store.path(), {"check"});
        ASSERT_EQ(done.code, 0) << done.output;
    }
    livecamd.process().kill();
    livecamd.start();
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    EXPECT_TRUE(until([&] { return ctl(store.path(), {"check"}).code == 0; }))
        << ctl(store.path(), {"check"}).output;
}

}  // namespace
}  // namespace livecam::e2e
