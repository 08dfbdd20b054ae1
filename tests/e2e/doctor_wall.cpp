#include "tests/e2e/doctor_wall.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <stdexcept>

#include "tests/e2e/config_text.h"

namespace livecam::e2e {

DoctorWall::DoctorWall(std::vector<std::string> wrapper) {
    for (const char* secret : {"two.password", "udot.key"}) {
        write_file(dir / secret, std::string(secret) == "udot.key" ? "abc\n" : "user:secret\n");
        ::chmod((dir / secret).c_str(), 0600);
    }
    write_config();
    livecamd = std::make_unique<Livecamd>(config(), store.path(), std::vector<std::string>{},
                                          std::move(wrapper));
    EXPECT_TRUE(livecamd->wait_pictures()) << livecamd->log();
    nginx = std::make_unique<Nginx>(store.path());
}

void DoctorWall::write_config(const std::string& max_bytes) const {
    write_file(
        config(),
        config_text({{"one", simulator.url("/cam/0.jpg")},
                     {"two", simulator.url("/cam/1.jpg"), R"("credentials_file": "two.password")"},
                     {"three", simulator.url("/cam/2.jpg"),
                      R"("auth": {"user": "u", "password": "secret"})"}},
                    R"("store": {"max_bytes": ")" + max_bytes + R"("},
                              "fetch": {"interval": "500ms", "max_backoff": "1s"},
                              "feeds": {"udot": {"url": "http://127.0.0.1:1", "key_file": "udot.key"}})"));
    ::chmod(config().c_str(), 0600);
}

Finished DoctorWall::doctor(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {built("livecamctl"), "--store",    store.path(), "doctor",
                                          "--nginx",           LIVECAM_NGINX};
    if (const std::string preload = LIVECAM_NGINX_PRELOAD; !preload.empty()) {
        arguments.insert(arguments.begin(),
                         {"env", "LD_PRELOAD=" + preload, "ASAN_OPTIONS=detect_leaks=0"});
    }
    if (std::find(more.begin(), more.end(), "--nginx-config") == more.end()) {
        more.insert(more.end(), {"--nginx-config", nginx_config()});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(std::move(arguments));
}

std::string DoctorWall::nginx_config(const std::string& old, const std::string& text) const {
    write_file(dir / "nginx.conf", replaced(read_file(nginx_config()), old, text));
    return dir / "nginx.conf";
}

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
    const std::size_t at = text.find(old);
    if (at == std::string::npos) {
        throw std::runtime_error("there is no \"" + old + "\"");
    }
    return text.replace(at, old.size(), fresh);
}

}  // namespace livecam::e2e
