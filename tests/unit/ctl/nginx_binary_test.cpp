#include "sidecar/ctl/doctor/nginx_binary.h"

#include <gtest/gtest.h>

namespace livecam::ctl {
namespace {

const std::string kSignature = "8,4,8,0011111111010111001111111111111111";

TEST(NginxBinary, FindsSignatureAndVersionOfNginx) {
    const Build build =
        find_build(std::string("\0x,y,\0", 6) + kSignature + '\0' + "nginx/\0nginx/1.22.1");
    EXPECT_EQ(build.signature, kSignature);
    EXPECT_EQ(find_build("nginx/1.22.1 " + kSignature).version, "1.22.1");
}

TEST(NginxBinary, AModuleSaysForWhichNginxItIs) {
    const Build build = find_build("livecam_module_info{version=\"0.1.0\",commit=\"abc\",nginx=\"" +
                                   std::string("1.26.3\"} 1\nnginx/9.9.9 ") + kSignature);
    EXPECT_EQ(build.version, "1.26.3");
    EXPECT_EQ(build.signature, kSignature);
}

TEST(NginxBinary, WhatIsNoSignatureIsNone) {
    for (const std::string& bytes :
         {std::string(), std::string(","), std::string("8,4,8,"), kSignature.substr(0, 39),
          "8,4,8,002" + kSignature.substr(9), "x" + kSignature.substr(1)}) {
        EXPECT_EQ(find_build(bytes).signature, "") << bytes;
    }
    EXPECT_EQ(find_build("nginx/").version, "");
    EXPECT_EQ(read_build("/nowhere").signature, "");
}

TEST(NginxBinary, OptionsOfTheBuild) {
    const std::string output =
        "configure arguments: --prefix=/usr/share/nginx --user=w --x=/last\n";
    EXPECT_EQ(configured(output, "--prefix"), "/usr/share/nginx");
    EXPECT_EQ(configured(output, "--x"), "/last");
    EXPECT_EQ(configured(output, "--group"), "");
}

}  // namespace
}  // namespace livecam::ctl
