#include "sidecar/ctl/doctor/nginx_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace livecam::ctl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::vector<std::string>> words(std::string_view text) {
    std::vector<std::vector<std::string>> all;
    for (const Directive& directive : parse_nginx_config(text)) {
        all.push_back(directive.words);
    }
    return all;
}

TEST(NginxConfig, DirectivesBlocksAndComments) {
    EXPECT_THAT(words("# configuration file /etc/nginx/nginx.conf:\nuser www-data;\n"
                      "http {\n  livecam_store /run/livecam owner=livecam; # ours\n"
                      "  server{listen 80;livecam on;}\n}\n"),
                ElementsAre(ElementsAre("user", "www-data"), ElementsAre("http"),
                            ElementsAre("livecam_store", "/run/livecam", "owner=livecam"),
                            ElementsAre("server"), ElementsAre("listen", "80"),
                            ElementsAre("livecam", "on")));
}

TEST(NginxConfig, QuotesVariablesAndEscapes) {
    EXPECT_THAT(
        words("a \"b c;\" 'd\"{' ${x}y e\\ f;\"g\" \"\\\"\";"),
        ElementsAre(ElementsAre("a", "b c;", "d\"{", "${x}y", "e f"), ElementsAre("g", "\"")));
}

TEST(NginxConfig, WhatEndsInTheMiddleIsCutOff) {
    EXPECT_THAT(words("a b; c d"), ElementsAre(ElementsAre("a", "b")));
    EXPECT_THAT(words("a \"b"), IsEmpty());
    EXPECT_THAT(words(";;}}{"), IsEmpty());
    EXPECT_THAT(words("a \\"), IsEmpty());
}

TEST(NginxConfig, FindsDirectivesByName) {
    const auto all = parse_nginx_config("livecam off; http { livecam on; livecam_cache 1m; }");
    ASSERT_EQ(directives(all, "livecam").size(), 2u);
    EXPECT_THAT(directives(all, "livecam")[1].words, ElementsAre("livecam", "on"));
    EXPECT_THAT(directives(all, "user"), IsEmpty());
}

}  // namespace
}  // namespace livecam::ctl
