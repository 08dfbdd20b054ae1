// What is said about a file that is no JSON, or no file.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::lines_of;
using testing::only;

struct Case {
    const char* name;
    std::string text;
    const char* rule;
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

class Syntax : public ::testing::TestWithParam<Case> {};

TEST_P(Syntax, IsReportedWithItsPlace) {
    EXPECT_THAT(lines_of(GetParam().text), only("c.json: " + std::string(GetParam().rule)));
}

INSTANTIATE_TEST_SUITE_P(
    Json, Syntax,
    ::testing::Values(
        Case{"empty", "",
             "is empty; write a configuration into it, conf/cameras.json is an example"},
        Case{"blank", " \n ", "line 2, column 2: holds no JSON value; write an object in { }"},
        Case{"latin1", "{\"a\": \"caf\xE9\"}",
             "line 1, column 11: not UTF-8 text; save the file as UTF-8"},
        Case{"nul", std::string("{}\0{", 4),
             "line 1, column 3: not UTF-8 text; save the file as UTF-8"},
        Case{"utf16", "\xFF\xFE{", "line 1, column 1: not UTF-8 text; save the file as UTF-8"},
        Case{"trailing_comma", "{\n  \"a\": 1,\n}",
             "line 3, column 1: expected a key in double quotes (no comma before the closing "
             "brace)"},
        Case{"trailing_comma_array", "[1,]",
             "line 1, column 4: expected a value (no comma before a closing bracket, no NaN)"},
        Case{"missing_comma", "{\"a\": 1 \"b\": 2}",
             "line 1, column 9: expected a comma or } after the member"},
        Case{"missing_colon", "{\"a\" 1}", "line 1, column 6: expected a colon after the key"},
        Case{"nan", "{\"a\": NaN}",
             "line 1, column 7: expected a value (no comma before a closing bracket, no NaN)"},
        Case{"comment", "{ // x\n}", "line 1, column 3: JSON has no comments; remove it"},
        Case{"cut_off", "{\"a\": [1, 2",
             "line 1, column 12: the document ends too early; is the file complete?"},
        Case{"two_documents", "{}\n{}",
             "line 2, column 1: unexpected text after the end of the document; remove it"},
        Case{"lone_surrogate", "[\"\\ud800\"]",
             "line 1, column 3: half of a surrogate pair; write the character itself"},
        Case{"bad_escape", "[\"C:\\dev\"]",
             "line 1, column 5: unknown escape; a backslash itself is written \\\\"},
        Case{"huge_number", "[1e999]", "line 1, column 2: the number is too large"},
        Case{"html", "<!DOCTYPE html>",
             "line 1, column 1: expected a value (no comma before a closing bracket, no NaN)"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Structure, DeepNestingIsRefusedWithoutRecursion) {
    const std::string deep(1'000'000, '[');
    EXPECT_THAT(lines_of(deep + std::string(deep.size(), ']')),
                only("c.json: /0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0: is "
                     "nested deeper than 32 levels; a configuration needs 5"));
}

TEST(Structure, EndlessListIsRefused) {
    std::string text = "{\"groups\": [0";
    for (int i = 0; i < 200'000; ++i) {
        text += ",0";
    }
    EXPECT_THAT(lines_of(text + "]}"),
                only("c.json: holds more than 200000 values; split the wall"));
}

TEST(Structure, DuplicateKeysAreReportedWhereverTheyAre) {
    EXPECT_THAT(lines_of(R"({"site": {"title": "A", "title": "B"}, "site": {},
                             "groups": [{"id": "g", "cameras": []}]})"),
                ::testing::ElementsAre(
                    "c.json: /site: {}: is given a second time in the same object; keep one",
                    "c.json: /site/title: \"B\": is given a second time in the same object; keep "
                    "one"));
}

class Files : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = std::filesystem::temp_directory_path() / "livecam-config-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        directory_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    static std::string only_line(const std::string& path) {
        const auto result = load(path);
        EXPECT_FALSE(result.has_value());
        EXPECT_EQ(result.error().size(), 1u);
        return result.error().at(0).line();
    }

    std::filesystem::path directory_;
};

TEST_F(Files, MissingFile) {
    const std::string path = directory_ / "none.json";
    EXPECT_EQ(only_line(path), path + ": does not exist; give the path of a configuration file");
}

TEST_F(Files, Directory) {
    EXPECT_EQ(only_line(directory_),
              directory_.string() + ": is a directory; give the path of a file in it");
}

TEST_F(Files, FifoIsRefusedWithoutWaiting) {
    const std::string path = directory_ / "fifo";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(only_line(path), path + ": is not a regular file; copy it into one");
}

TEST_F(Files, EmptyFile) {
    const std::string path = directory_ / "empty.json";
    std::ofstream{path};
    EXPECT_EQ(only_line(path), path +
                                   ": is empty; write a configuration into it, "
                                   "conf/cameras.json is an example");
}

TEST_F(Files, LargerThan16MegabytesIsNotRead) {
    const std::string path = directory_ / "large.json";
    std::ofstream{path};
    std::filesystem::resize_file(path, (16u << 20) + 1);
    EXPECT_EQ(only_line(path), path + ": is larger than 16 MB; is it a configuration file at all?");
}

TEST_F(Files, UnreadableFile) {
    const std::string path = directory_ / "secret.json";
    std::ofstream(path) << "{}";
    std::filesystem::permissions(path, std::filesystem::perms::none);
    // Root reads everything; as root the test takes the part of an ordinary user (nobody).
    const bool root = ::geteuid() == 0;
    if (root) {
        std::filesystem::permissions(directory_, std::filesystem::perms::all);
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const std::string line = only_line(path);
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_EQ(line, path + ": may not be read by this user; change its permissions");
}

TEST_F(Files, GoodFileIsLoaded) {
    const std::string path = directory_ / "good.json";
    std::ofstream(path) << testing::with_settings(R"("site": {"title": "T"})");
    const auto result = load(path);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->site.title, "T");
}

}  // namespace
}  // namespace livecam::config
