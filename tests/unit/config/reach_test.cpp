// How a camera is reached and checked: what is read, what is refused, and what is never shown.
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/support.h"

namespace livecam::config {
namespace {

using testing::good;
using testing::lines_of;
using testing::only;
using testing::with_camera;
using testing::with_settings;

const std::string kStart = R"("name": "A", "src": "http://h/a", )";
constexpr char kPin[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

Reach reach_of(const std::string& members, const std::string& fetch = "") {
    const std::string text =
        R"({"fetch": {)" + fetch + R"(}, "groups": [{"id": "g", "cameras": [{)" +
        kStart.substr(0, kStart.size() - 2) + (members.empty() ? "" : ", " + members) + "}]}]}";
    return good(text).groups.at(0).cameras.at(0).reach;
}

TEST(Reach, IsCautiousWhereNothingIsSaid) {
    const Reach reach = reach_of("");
    EXPECT_EQ(reach.auth.scheme, AuthScheme::kAny);
    EXPECT_EQ(reach.tls.mode, TlsMode::kVerify);
    EXPECT_EQ(reach.http, HttpVersion::k2);
    EXPECT_EQ(reach.ip, IpVersion::kAny);
    EXPECT_EQ(reach.verify, Verify::kStructure);
    EXPECT_EQ(reach.max_pixels, 100'000'000u);
    EXPECT_FALSE(reach.allow_private_redirects);
    EXPECT_EQ(reach.proxy, "");
    EXPECT_TRUE(reach.headers.empty());
    EXPECT_TRUE(reach.unavailable.empty());
}

TEST(Reach, IsReadFromTheCamera) {
    const Reach reach = reach_of(
        R"("auth": {"user": "u", "password": "p", "scheme": "digest"}, "tls": {"pin": ")" +
        std::string(kPin) + ";" + kPin + R"("}, "headers": {"X-A": "1"}, "user_agent": "me",
           "proxy": "socks5h://u:p@proxy:1080", "http": "1.1", "ip": "6", "verify": "none",
           "allow_private_redirects": true, "max_pixels": 1000,
           "unavailable_hashes": ["ff00000000000000", "00000000000000aa"])");
    EXPECT_EQ(reach.auth.user, "u");
    EXPECT_EQ(reach.auth.password, "p");
    EXPECT_EQ(reach.auth.scheme, AuthScheme::kDigest);
    EXPECT_EQ(reach.tls.mode, TlsMode::kPin);
    EXPECT_EQ(reach.tls.pin, std::string(kPin) + ";" + kPin);
    ASSERT_EQ(reach.headers.size(), 1u);
    EXPECT_EQ(reach.headers[0].name, "X-A");
    EXPECT_EQ(reach.headers[0].value, "1");
    EXPECT_EQ(reach.user_agent, "me");
    EXPECT_EQ(reach.proxy, "socks5h://u:p@proxy:1080");
    EXPECT_EQ(reach.http, HttpVersion::k1);
    EXPECT_EQ(reach.ip, IpVersion::k6);
    EXPECT_EQ(reach.verify, Verify::kNone);
    EXPECT_TRUE(reach.allow_private_redirects);
    EXPECT_EQ(reach.max_pixels, 1000u);
    EXPECT_THAT(reach.unavailable, ::testing::ElementsAre(0xaa, 0xff00000000000000));
}

TEST(Reach, BeginsWithWhatFetchSays) {
    const std::string fetch =
        R"("tls": "off", "headers": {"X-A": "1", "X-B": "2"}, "proxy": "http://proxy:3128",
           "http": "1.1", "ip": "4", "verify": "decode", "allow_private_redirects": true,
           "max_pixels": 5000, "unavailable_hashes": ["00000000000000aa"], "user_agent": "all")";
    const Reach common = reach_of("", fetch);
    EXPECT_EQ(common.tls.mode, TlsMode::kOff);
    EXPECT_EQ(common.headers.size(), 2u);
    EXPECT_EQ(common.proxy, "http://proxy:3128");
    EXPECT_EQ(common.http, HttpVersion::k1);
    EXPECT_EQ(common.ip, IpVersion::k4);
    EXPECT_EQ(common.verify, Verify::kDecode);
    EXPECT_TRUE(common.allow_private_redirects);
    EXPECT_EQ(common.max_pixels, 5000u);
    EXPECT_EQ(common.user_agent, "") << "fetch.user_agent is sent";

    const Reach own = reach_of(
        R"("tls": "verify", "headers": {"x-a": "3"}, "proxy": "", "ip": "any", "http": "2",
           "unavailable_hashes": ["00000000000000bb"])",
        fetch);
    EXPECT_EQ(own.tls.mode, TlsMode::kVerify);
    EXPECT_EQ(own.proxy, "");
    ASSERT_EQ(own.headers.size(), 2u);
    EXPECT_EQ(own.headers[0].name, "X-B");
    EXPECT_EQ(own.headers[1].value, "3");
    EXPECT_THAT(own.unavailable, ::testing::ElementsAre(0xaa, 0xbb));
}

struct Case {
    const char* member;
    const char* line;  // behind "c.json: /groups/0/cameras/0"
};

constexpr Case kCases[] = {
    {R"("auth": "admin:hunter2")", "/auth: \"…\": must be an object in { }"},
    {R"("auth": {"user": "u", "password": 12345})",
     "/auth/password: …: must be a string in quotes"},
    {R"("auth": {"user": "u", "password": "hunter2\n"})",
     "/auth/password: \"…\": holds a control character; remove it"},
    {R"("auth": {"user": ""})", "/auth/user: \"…\": must not be empty"},
    {R"("auth": {"password": "hunter2"})", "/auth: has a password and no user; add \"user\""},
    {R"("auth": {"user": "a:b", "password": "hunter2"})",
     "/auth: has a colon in its user, which HTTP cannot tell from the password's; remove it"},
    {R"("auth": {"user": "u", "scheme": "ntlm"})",
     "/auth/scheme: \"ntlm\": must be one of \"any\", \"basic\", \"digest\""},
    {R"("auth": {"usr": "hunter2"})",
     "/auth/usr: \"…\": is not a known key; did you mean \"user\"?"},
    {R"("auth": {"user": "u"}, "credentials_file": "f")",
     "/credentials_file: gives a user, and so does \"auth\"; remove one"},
    {R"("credentials_file": "admin:hunter2")",
     "/credentials_file: \"…\": must be the name of a file, and of one without a colon: "
     "credentials go into the file"},
    {R"("headers": "X-Key: hunter2")", "/headers: \"…\": must be an object in { }"},
    {R"("headers": {"Host": "hunter2"})",
     "/headers: {…}: \"Host\" follows from the address; remove it"},
    {R"("headers": {"authorization": "hunter2"})",
     "/headers: {…}: \"authorization\" is set by \"auth\" or \"credentials_file\"; remove it"},
    {R"("headers": {"Transfer-Encoding": "hunter2"})",
     "/headers: {…}: \"Transfer-Encoding\" belongs to the connection and is livecamd's alone; "
     "remove it"},
    {R"("headers": {"X-Key": "hunter2\r\nX: y"})",
     "/headers: {…}: \"X-Key\" is sent as a header; use printable ASCII only"},
    {R"("headers": {"X-Key:": "hunter2"})",
     "/headers: {…}: \"X-Key:\" is not a header's name; use letters, digits and -"},
    {R"("headers": {"X-Key": 7})", "/headers: {…}: \"X-Key\" must be a string in quotes"},
    {R"("headers": {"X-Key": ""})", "/headers: {…}: \"X-Key\" must have 1 to 4096 characters"},
    {R"("tls": "none")",
     "/tls: \"none\": must be \"verify\", \"off\", {\"pin\": \"sha256//…\"} or {\"ca\": \"file\"}"},
    {R"("tls": 1)",
     "/tls: 1: must be \"verify\", \"off\", {\"pin\": \"sha256//…\"} or {\"ca\": \"file\"}"},
    {R"("tls": {})",
     "/tls: {}: must be \"verify\", \"off\", {\"pin\": \"sha256//…\"} or {\"ca\": \"file\"}"},
    {R"("tls": {"pin": "sha256//AAAA"})",
     "/tls/pin: \"sha256//AAAA\": must be \"sha256//\" and the base64 of the SHA-256 of the "
     "camera's public key, or several of them separated by \";\""},
    {R"("tls": {"ca": ""})", "/tls/ca: \"\": must be the name of a file"},
    {R"("tls": {"pinn": "x"})", "/tls/pinn: \"…\": is not a known key; did you mean \"pin\"?"},
    {R"("proxy": "u:hunter2@proxy:1")",
     "/proxy: \"***@proxy:1\": is not a proxy's address; start it with http://, https://, "
     "socks5:// or socks5h://"},
    {R"("proxy": "socks4://proxy:1")",
     "/proxy: \"socks4://proxy:1\": is not a proxy's address; start it with http://, https://, "
     "socks5:// or socks5h://"},
    {R"("proxy": "http://u:hunter2@proxy:1/path")",
     "/proxy: \"http://***@proxy:1/path\": names more than a host and a port; remove what follows "
     "them"},
    {R"("http": "3")", "/http: \"3\": must be one of \"1.1\", \"2\""},
    {R"("ip": 4)", "/ip: 4: must be one of \"any\", \"4\", \"6\""},
    {R"("verify": "yes")", "/verify: \"yes\": must be one of \"structure\", \"decode\", \"none\""},
    {R"("allow_private_redirects": "yes")",
     "/allow_private_redirects: \"yes\": must be true or false, without quotes"},
    {R"("max_pixels": 999)", "/max_pixels: 999: must be an integer from 1000 to 268435456"},
    {R"("unavailable_hashes": ["0x1"])",
     "/unavailable_hashes/0: \"0x1\": must be the 16 hexadecimal digits of a picture's ETag, as "
     "`livecamctl list --json` shows it"},
    {R"("user_agent": "a\nb")",
     "/user_agent: \"a\\u000ab\": is sent as a header; use printable ASCII only"},
};

TEST(Reach, WhatIsWrongIsOneLineWithoutASecret) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.member);
        const auto lines = lines_of(with_camera(kStart + c.member));
        EXPECT_THAT(lines, only("c.json: /groups/0/cameras/0" + std::string(c.line)));
        for (const std::string& line : lines) {
            EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("hunter2")));
        }
    }
}

TEST(Reach, ManyHeadersAreTooMany) {
    std::string headers;
    for (int i = 0; i < 33; ++i) {
        headers += (i == 0 ? "\"X-" : ", \"X-") + std::to_string(i) + "\": \"a\"";
    }
    EXPECT_THAT(lines_of(with_settings(R"("fetch": {"headers": {)" + headers + "}}")),
                only("c.json: /fetch/headers: {…}: has more than 32 headers; remove some"));
}

TEST(Reach, CredentialsStandInOnePlace) {
    EXPECT_THAT(lines_of(with_camera(
                    R"("name": "A", "src": "http://u:hunter2@h/", "auth": {"user": "u"})")),
                only("c.json: /groups/0/cameras/0/auth: gives a user, and so does the address; "
                     "remove one"));
    EXPECT_THAT(lines_of(with_camera(
                    R"("name": "A", "src": "http://u:hunter2@h/", "credentials_file": "f")")),
                only("c.json: /groups/0/cameras/0/credentials_file: gives a user, and so does the "
                     "address; remove one"));
    good(with_camera(R"("name": "A", "src": "http://u:hunter2@h/", "auth": {"scheme": "digest"})"));
    // They are for one camera: fetch has none.
    EXPECT_THAT(lines_of(with_settings(R"("fetch": {"auth": {"user": "u"}})")),
                ::testing::SizeIs(1));
}

class ReachFiles : public ::testing::Test {
  protected:
    ReachFiles() { ::mkdtemp(dir_.data()); }
    ~ReachFiles() override {
        ::unsetenv("CREDENTIALS_DIRECTORY");
        std::filesystem::remove_all(dir_);
    }

    std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
        const std::string path = dir_ + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path, std::ios::binary) << text;
        ::chmod(path.c_str(), mode);
        return path;
    }

    auto load_camera(const std::string& members) {
        return load(write("c.json", with_camera(kStart + members)));
    }

    std::string problem(const std::string& members) {
        const auto config = load_camera(members);
        return config || config.error().size() != 1
                   ? ""
                   : config.error()[0].pointer + ": " + config.error()[0].value + ": " +
                         config.error()[0].rule;
    }

    std::string dir_ = "/tmp/livecam-config-test-XXXXXX";
};

TEST_F(ReachFiles, CredentialsAreReadFromBesideTheConfiguration) {
    write("secret", "viewer:pass:word\r\n");
    const auto config = load_camera(R"("credentials_file": "secret")");
    ASSERT_TRUE(config);
    const Auth& auth = config->groups[0].cameras[0].reach.auth;
    EXPECT_EQ(auth.user, "viewer");
    EXPECT_EQ(auth.password, "pass:word");
    EXPECT_THAT(config->warnings, ::testing::IsEmpty());
}

TEST_F(ReachFiles, SystemdsDirectoryComesFirst) {
    write("secret", "beside:x");
    write("credentials/secret", "systemd:x", 0440);
    ::setenv("CREDENTIALS_DIRECTORY", (dir_ + "/credentials").c_str(), 1);
    auto config = load_camera(R"("credentials_file": "secret")");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->groups[0].cameras[0].reach.auth.user, "systemd");
    EXPECT_THAT(config->warnings, ::testing::IsEmpty()) << "its mode is systemd's affair";
    std::filesystem::remove(dir_ + "/credentials/secret");
    config = load_camera(R"("credentials_file": "secret")");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->groups[0].cameras[0].reach.auth.user, "beside");
}

TEST_F(ReachFiles, WhatOthersMayReadIsWarnedOf) {
    const std::string path = write("secret", "viewer:hunter2", 0644);
    const auto config = load_camera(R"("credentials_file": ")" + path + "\"");
    ASSERT_TRUE(config);
    EXPECT_THAT(config->warnings, ::testing::ElementsAre("credentials_file \"" + path +
                                                         "\" may be read by others; chmod 600 it"));
}

TEST_F(ReachFiles, WhatCannotBeReadIsNamed) {
    const std::string where = "/groups/0/cameras/0/credentials_file: \"secret\": ";
    EXPECT_EQ(problem(R"("credentials_file": "secret")"),
              where + dir_ + "/secret does not exist; give the path of a configuration file");
    write("secret", "hunter2\n");
    EXPECT_EQ(problem(R"("credentials_file": "secret")"),
              where + "must hold one line, user:password");
    write("secret", "viewer:hunter2\nviewer2:hunter3");
    EXPECT_EQ(problem(R"("credentials_file": "secret")"),
              where + "must hold one line, user:password, without control characters");
}

TEST_F(ReachFiles, AuthoritiesAreReadOnce) {
    const std::string pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
    write("ca.pem", pem, 0644);
    const auto config = load(
        write("c.json", R"({"fetch": {"tls": {"ca": "ca.pem"}}, "groups": [{"id": "g", "cameras": [
                     {"name": "A", "src": "https://h/a"},
                     {"name": "B", "src": "https://h/b", "tls": {"ca": "ca.pem"}},
                     {"name": "C", "src": "https://h/c", "tls": "verify"}]}]})"));
    ASSERT_TRUE(config);
    const auto& cameras = config->groups[0].cameras;
    EXPECT_EQ(*cameras[0].reach.tls.ca, pem);
    EXPECT_EQ(cameras[0].reach.tls.ca, cameras[1].reach.tls.ca);
    EXPECT_EQ(cameras[2].reach.tls.ca, nullptr);
    EXPECT_THAT(config->warnings, ::testing::IsEmpty()) << "a certificate is no secret";

    write("ca.pem", "nonsense");
    EXPECT_EQ(problem(R"("tls": {"ca": "ca.pem"})"),
              "/groups/0/cameras/0/tls/ca: \"ca.pem\": holds no certificate; give a file in PEM "
              "form (-----BEGIN CERTIFICATE-----)");
    const auto common = load(write("c.json", with_settings(R"("fetch": {"tls": {"ca": "none"}})")));
    ASSERT_FALSE(common);
    EXPECT_EQ(common.error()[0].pointer, "/fetch/tls/ca");
}

}  // namespace
}  // namespace livecam::config
