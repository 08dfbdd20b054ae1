#include "shared/store_directory.h"

#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

using Directory = StoreTest;

mode_t mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
}

TEST_F(Directory, NobodyElseCanWriteButTheGroupTheDemand) {
    const mode_t umask = ::umask(0);
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    ::umask(umask);
    EXPECT_EQ(mode_of(options.path), 0750u);
    EXPECT_EQ(mode_of(options.path + "/frames") & 0777, 0750u);
    EXPECT_EQ(mode_of(options.path + "/index"), 0640u);
    EXPECT_EQ(mode_of(options.path + "/lock"), 0600u);
    EXPECT_EQ(mode_of(options.path + "/demand"), 0660u);
    for (const auto& frame : std::filesystem::directory_iterator(options.path + "/frames")) {
        EXPECT_EQ(mode_of(frame.path()), 0640u);
    }
}

TEST_F(Directory, TightUmaskStillLetsTheGroupRead) {
    const mode_t umask = ::umask(077);
    StoreWriter writer = open();
    ASSERT_TRUE(put_picture(writer, "/image/a", "one"));
    ::umask(umask);
    EXPECT_EQ(mode_of(options.path + "/index"), 0640u);
    EXPECT_EQ(mode_of(options.path + "/demand"), 0660u);
    for (const auto& frame : std::filesystem::directory_iterator(options.path + "/frames")) {
        EXPECT_EQ(mode_of(frame.path()), 0640u);
    }
}

TEST_F(Directory, SetgidDirectoryHandsItsGroupOnToAWriterWhoIsNoMember) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can become a user who is in none of the directory's groups";
    }
    constexpr uid_t kWriter = 65534;
    constexpr gid_t kReaders = 33;
    ASSERT_EQ(::chmod(base_.c_str(), 0755), 0);
    ASSERT_EQ(::mkdir(options.path.c_str(), 0750), 0);
    ASSERT_EQ(::chown(options.path.c_str(), kWriter, kReaders), 0);
    ASSERT_EQ(::chmod(options.path.c_str(), 02750), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const bool other =
            ::setgroups(0, nullptr) == 0 && ::setgid(kWriter) == 0 && ::setuid(kWriter) == 0;
        ::umask(077);
        auto writer = StoreWriter::open(options);
        ::_exit(other && writer && put_picture(*writer, "/image/a", "one") ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    ASSERT_EQ(named_frames(), 1u);
    const std::filesystem::path frame =
        std::filesystem::directory_iterator(options.path + "/frames")->path().filename();
    for (const std::string& name : {std::string("/index"), std::string("/demand"),
                                    std::string("/frames"), "/frames/" + frame.string()}) {
        struct stat file {};
        ASSERT_EQ(::stat((options.path + name).c_str(), &file), 0) << name;
        EXPECT_EQ(file.st_gid, kReaders) << name;
        EXPECT_NE(file.st_mode & S_IRGRP, 0u) << name;
    }
}

TEST_F(Directory, SecondWriterIsToldWhoHoldsTheStore) {
    StoreWriter writer = open();
    const auto second = StoreWriter::open(options);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("pid " + std::to_string(::getpid())), std::string::npos)
        << second.error().message;
}

TEST_F(Directory, LockIsFreeAgainAfterItsHolder) {
    { StoreWriter writer = open(); }
    EXPECT_TRUE(StoreWriter::open(options));
}

TEST_F(Directory, MissingParentIsNamed) {
    options.path = base_ + "/nowhere/store";
    const auto writer = StoreWriter::open(options);
    ASSERT_FALSE(writer);
    EXPECT_NE(writer.error().message.find(options.path), std::string::npos);
}

TEST_F(Directory, DirectoryOthersCanWriteIsRefusedByBothSides) {
    { StoreWriter writer = open(); }
    ASSERT_EQ(::chmod(options.path.c_str(), 0770), 0);
    EXPECT_FALSE(StoreWriter::open(options));
    StoreReader r = reader();
    EXPECT_FALSE(r.refresh(1));
    EXPECT_EQ(r.error(), AttachError::kWritable);
}

TEST_F(Directory, StoreOfAnotherUserIsRefused) {
    { StoreWriter writer = open(); }
    StoreReader r{options.path.c_str(), ::geteuid() + 1};
    EXPECT_FALSE(r.refresh(1));
    EXPECT_EQ(r.error(), AttachError::kWrongOwner);
}

TEST_F(Directory, TooSmallAFileSystemNamesNeedHaveAndRemedy) {
    options.max_bytes = std::uint64_t{1} << 50;
    const auto writer = StoreWriter::open(options);
    ASSERT_FALSE(writer);
    EXPECT_NE(writer.error().message.find("1024 TiB"), std::string::npos) << writer.error().message;
    EXPECT_NE(writer.error().message.find("lower store.max_bytes"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(options.path + "/index")) << "left by a refused start";
}

TEST_F(Directory, AutoBudgetIsHalfOfWhatIsFree) {
    options.max_bytes.reset();
    StoreWriter writer = open();
    EXPECT_GT(writer.summary().max_bytes, 0u);
}

TEST_F(Directory, ReaderRetriesAtMostEveryHundredMilliseconds) {
    StoreReader r = reader();
    EXPECT_FALSE(r.refresh(1000));
    StoreWriter writer = open();
    EXPECT_FALSE(r.refresh(1050));
    EXPECT_TRUE(r.refresh(1100));
}

}  // namespace
}  // namespace livecam
