#include "sidecar/config/reach_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <unordered_map>

#include "sidecar/config/pointer.h"
#include "sidecar/config/read_file.h"
#include "sidecar/config/text.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

struct Content {
    std::shared_ptr<const std::string> text;  // null: `rule` says why
    std::string rule;
};

class Files {
  public:
    Files(Config& config, const std::string& directory) : config_(config), directory_(directory) {
        const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
        credentials_ = credentials != nullptr ? credentials : "";
    }

    const Content& read(const std::string& name, bool secret) {
        const auto [found, fresh] = known_.try_emplace(name);
        if (fresh) {
            found->second = load(name, secret);
        }
        return found->second;
    }

  private:
    Content load(const std::string& name, bool secret) {
        std::string path = name;
        bool by_systemd = false;
        if (name.front() != '/') {
            path = credentials_ + '/' + name;
            by_systemd = !credentials_.empty() && ::access(path.c_str(), F_OK) == 0;
            path = by_systemd ? path : directory_ + '/' + name;
        }
        auto text = read_file(path);
        if (!text) {
            return {nullptr, escape(path, 200) + " " + text.error()};
        }
        if (secret && !by_systemd) {  // whose access lists look like permissions of the group
            warn(name, path);
        }
        return {std::make_shared<const std::string>(std::move(*text)), {}};
    }

    void warn(const std::string& name, const std::string& path) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) {
            return;
        }
        const std::string start = "credentials_file " + quoted(name, "credentials_file");
        if ((info.st_mode & 077) != 0) {
            config_.warnings.push_back(start + " may be read by others; chmod 600 it");
        }
        if (info.st_uid != ::geteuid() && info.st_uid != 0) {
            config_.warnings.push_back(start +
                                       " belongs to another user, who may change it; chown it");
        }
    }

    Config& config_;
    const std::string& directory_;
    std::string credentials_;
    std::unordered_map<std::string, Content> known_;
};

/// The rule that the text breaks; empty if it was taken.
std::string take_credentials(std::string_view text, Auth& auth) {
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return "must hold one line, user:password";
    }
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            return "must hold one line, user:password, without control characters";
        }
    }
    auth.user = text.substr(0, colon);
    auth.password = text.substr(colon + 1);
    return {};
}

std::string take_authorities(const Content& content, Tls& tls) {
    if (content.text->find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
        return "holds no certificate; give a file in PEM form (-----BEGIN CERTIFICATE-----)";
    }
    tls.ca = content.text;
    return {};
}

std::string read_credentials(Files& files, Auth& auth) {
    const Content& content = files.read(auth.file, true);
    return content.text == nullptr ? content.rule : take_credentials(*content.text, auth);
}

std::string read_authorities(Files& files, Tls& tls) {
    const Content& content = files.read(tls.ca_file, false);
    return content.text == nullptr ? content.rule : take_authorities(content, tls);
}

}  // namespace

Problems read_reach_files(Config& config, const std::string& directory) {
    Problems problems;
    Files files(config, directory);
    const auto add = [&](std::string pointer, const std::string& name, std::string rule) {
        if (!rule.empty()) {
            problems.push_back(
                {{}, std::move(pointer), quoted(name, "credentials_file"), std::move(rule)});
        }
    };
    const Tls& common = config.fetch.reach.tls;
    if (!common.ca_file.empty()) {
        add("/fetch/tls/ca", common.ca_file, read_authorities(files, config.fetch.reach.tls));
    }
    for (std::size_t g = 0; g < config.groups.size(); ++g) {
        for (std::size_t c = 0; c < config.groups[g].cameras.size(); ++c) {
            Camera& camera = config.groups[g].cameras[c];
            const std::string pointer = child(child("/groups", g) + "/cameras", c);
            if (!camera.reach.auth.file.empty()) {
                add(pointer + "/credentials_file", camera.reach.auth.file,
                    read_credentials(files, camera.reach.auth));
            }
            Tls& tls = camera.reach.tls;
            if (tls.ca_file.empty()) {
                continue;
            }
            std::string rule = read_authorities(files, tls);
            if (tls.ca_file != common.ca_file) {  // else said once, above
                add(pointer + "/tls/ca", tls.ca_file, std::move(rule));
            }
        }
    }
    return problems;
}

}  // namespace livecam::config
