#include "sidecar/ctl/doctor/process.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace livecam::ctl {
namespace {

TEST(Process, WhatProcTellsOfThisOne) {
    EXPECT_EQ(process_name(::getpid()), "ctl_parts_test");
    EXPECT_EQ(process_user(::getpid()), ::geteuid());
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_EQ(open_files_limit(::getpid()), limit.rlim_cur);
    EXPECT_FALSE(runs_replaced_file(::getpid(), "ctl_parts_test"));
    EXPECT_FALSE(environment_of(::getpid(), "PATH").empty());
    EXPECT_EQ(environment_of(::getpid(), "PAT"), "");
}

TEST(Process, NothingOfOneThatIsNot) {
    EXPECT_EQ(process_name(-1), "");
    EXPECT_FALSE(process_user(-1));
    EXPECT_FALSE(open_files_limit(-1));
    EXPECT_FALSE(memory_limit(-1));
    EXPECT_FALSE(runs_replaced_file(-1, "x"));
}

}  // namespace
}  // namespace livecam::ctl
