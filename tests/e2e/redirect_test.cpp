// A public server redirects to a machine of the inner network. Both are this machine: in a network
// of the test's own, lo has an address that is not private.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "shared/fd.h"
#include "tests/e2e/config_text.h"
#include "tests/e2e/ctl.h"
#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

using testing::HasSubstr;

/// An address that hop.cpp counts as public, and that no route leads to (RFC 5737).
constexpr char kPublic[] = "198.51.100.7";

/// "" if this process is in a network of its own that has kPublic; else what failed.
std::string enter_own_network() {
    const auto failed = [](const char* what) {
        return std::string(what) + ": " + std::strerror(errno);
    };
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(CLONE_NEWNET | (user == 0 ? 0 : CLONE_NEWUSER)) != 0) {
        return failed("unshare(2)");
    }
    if (user != 0) {
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << user << ' ' << user << " 1";
        std::ofstream("/proc/self/gid_map") << group << ' ' << group << " 1";
    }
    const Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0) {
        return failed("lo up");
    }
    request = {};
    std::strcpy(request.ifr_name, "lo:1");
    auto* const address = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
    address->sin_family = AF_INET;
    ::inet_pton(AF_INET, kPublic, &address->sin_addr);
    return ::ioctl(socket.get(), SIOCSIFADDR, &request) == 0 ? "" : failed("address of lo:1");
}

TEST(Redirect, FromAPublicServerToAPrivateAddressIsRefusedUnlessAllowed) {
    if (const std::string why = enter_own_network(); !why.empty()) {
        GTEST_SKIP() << "no network namespace here (" << why << "): redirects into the inner "
                     << "network were not tried end to end";
    }
    TempDir dir;
    const std::string inner = std::to_string(free_port());
    const std::string outer = std::to_string(free_port());
    write_file(dir / "picture.jpg",
               read_file(LIVECAM_SOURCE_DIR "/tests/data/pictures/baseline.jpg"));
    write_file(dir / "nginx.conf",
               "worker_processes 1; pid " + dir.path() +
                   "/pid; daemon off; master_process off;\n"
                   "error_log " +
                   dir.path() +
                   "/error.log;\nevents { worker_connections 64; }\n"
                   "http { access_log " +
                   dir.path() +
                   "/access.log;\n"
                   "server { listen 127.0.0.1:" +
                   inner + "; root " + dir.path() +
                   "; }\n"
                   "server { listen " +
                   kPublic + ":" + outer + "; root " + dir.path() +
                   ";\n"
                   "  location = /away.jpg { return 302 http://127.0.0.1:" +
                   inner +
                   "/picture.jpg; }\n  location = /here.jpg { return 302 /picture.jpg; } } }\n");
    Process nginx({LIVECAM_NGINX, "-c", dir / "nginx.conf", "-e", dir / "error.log"},
                  dir / "output");
    const std::string origin = std::string("http://") + kPublic + ":" + outer;
    ASSERT_TRUE(until([&] { return get(origin + "/picture.jpg").status == 200; }))
        << read_file(dir / "output") << read_file(dir / "error.log");

    StoreDir store;
    write_file(dir / "cameras.json",
               config_text({{"away", origin + "/away.jpg"},
                            {"here", origin + "/here.jpg"},
                            {"allowed", origin + "/away.jpg", R"("allow_private_redirects": true)"},
                            {"inside", "http://127.0.0.1:" + inner + "/picture.jpg"}},
                           R"("fetch": {"interval": "200ms", "max_backoff": "1s"})"));
    Livecamd livecamd(dir / "cameras.json", store.path());
    ASSERT_TRUE(livecamd.wait_ready()) << livecamd.log();
    for (const char* slug : {"here", "allowed", "inside"}) {
        EXPECT_TRUE(livecamd.wait_picture(std::string("/image/") + slug))
            << status_of(store.path(), slug).detail;
    }
    const CameraStatus away = status_of(store.path(), "away");
    EXPECT_EQ(away.reason, "redirect");
    EXPECT_THAT(away.detail, HasSubstr("allow_private_redirects"));
    EXPECT_THAT(livecamd.log(), HasSubstr("camera=away reason=redirect"));
}

}  // namespace
}  // namespace livecam::e2e
