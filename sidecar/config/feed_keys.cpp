#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "sidecar/config/feeds_build.h"
#include "sidecar/config/read_file.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

/// Empty: there is no such file.
std::string find_file(const std::string& name, const std::string& directory) {
    std::string path = name;
    if (name.front() != '/') {
        const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
        path = (credentials != nullptr ? std::string(credentials) : std::string()) + '/' + name;
        if (credentials == nullptr || ::access(path.c_str(), F_OK) != 0) {
            path = directory + '/' + name;
        }
    }
    return ::access(path.c_str(), F_OK) == 0 ? path : std::string();
}

/// systemd's own are guarded by access lists, which look like permissions of the group.
void warn(Config& config, const std::string& name, const std::string& file) {
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    struct stat info {};
    if ((credentials == nullptr || !file.starts_with(credentials)) &&
        ::stat(file.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
        config.warnings.push_back("key_file " + quoted(name, "key_file") +
                                  " may be read by others; chmod 600 it");
    }
}

bool is_key(const std::string& text) {
    return !text.empty() && text.size() <= 512 &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

Problems read_feed_keys(Config& config, const std::string& directory) {
    Problems problems;
    const auto read = [&](const char* name, std::optional<Feed>& feed) {
        if (!feed) {
            return;
        }
        const std::string pointer = std::string("/feeds/") + name + "/key_file";
        const std::string file =
            feed->key_file.empty() ? std::string() : find_file(feed->key_file, directory);
        if (file.empty()) {
            config.warnings.push_back(
                std::string("feeds.") + name + " is off: " +
                (feed->key_file.empty()
                     ? "it needs a key_file"
                     : "there is no key_file " + quoted(feed->key_file, "key_file")));
            feed.reset();
            return;
        }
        warn(config, feed->key_file, file);
        auto text = read_file(file);
        if (!text) {
            problems.push_back({{}, pointer, quoted(feed->key_file, "key_file"), text.error()});
            return;
        }
        while (text->ends_with('\n') || text->ends_with('\r')) {
            text->pop_back();
        }
        if (!is_key(*text)) {
            problems.push_back({{},
                                pointer,
                                quoted(feed->key_file, "key_file"),
                                "must hold one line, a key of visible ASCII"});
            return;
        }
        feed->key = std::move(*text);
    };
    read("udot", config.feeds.udot);
    read("synoptic", config.feeds.synoptic);
    return problems;
}

}  // namespace livecam::config
