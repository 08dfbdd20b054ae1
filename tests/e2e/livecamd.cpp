#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

#include "shared/store_reader.h"
#include "tests/e2e/nginx_user.h"
#include "tests/e2e/programs.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {

std::string built(const std::string& name) {
    return std::string(LIVECAM_BUILD_DIR) + "/" + name;
}

StoreDir::StoreDir(const std::string& parent) : parent_(parent), path_(parent_ / "store") {
    // The directory's group is how the workers get in; setgid hands it on to what is made inside.
    if (::mkdir(path_.c_str(), 0750) != 0 ||
        ::chown(path_.c_str(), static_cast<uid_t>(-1), nginx_group()) != 0 ||
        ::chmod(path_.c_str(), 02750) != 0) {
        throw std::runtime_error("cannot make the store's directory " + path_);
    }
}

Livecamd::Livecamd(std::string config, std::string store, std::vector<std::string> options,
                   std::vector<std::string> wrapper)
    : config_(std::move(config)),
      store_(std::move(store)),
      options_(std::move(options)),
      wrapper_(std::move(wrapper)),
      log_(dir_ / "log") {
    start();
}

void Livecamd::start() {
    std::vector<std::string> arguments = wrapper_;
    arguments.insert(arguments.end(), {built("livecamd"), "--config", config_, "--store", store_});
    arguments.insert(arguments.end(), options_.begin(), options_.end());
    process_ = Process(std::move(arguments), log_);
}

bool Livecamd::wait_ready() {
    StoreReader reader(store_.c_str(), ::geteuid());
    std::int64_t now = 0;
    return until([&] {
               now += kAttachRetryMs;
               return !process_.running() ||
                      (reader.refresh(now) && reader.index().phase() == layout::Phase::kReady);
           }) &&
           process_.running();
}

bool Livecamd::wait_pictures() {
    StoreReader reader(store_.c_str(), ::geteuid());
    std::int64_t now = 0;
    const auto all_shown = [&reader] {
        for (std::uint32_t entry = 0; entry < reader.index().entry_count(); ++entry) {
            Descriptor descriptor;
            if (reader.index().read(entry, descriptor) && descriptor.kind == Kind::kFrames &&
                (!descriptor.has_picture() || descriptor.reason != Reason::kNone)) {
                return false;
            }
        }
        return true;
    };
    return wait_ready() && until([&] {
               now += kAttachRetryMs;
               return reader.refresh(now) && all_shown();
           });
}

bool Livecamd::wait_picture(const std::string& path) {
    StoreReader reader(store_.c_str(), ::geteuid());
    std::int64_t now = 0;
    return until([&] {
        now += kAttachRetryMs;
        if (!reader.refresh(now)) {
            return false;
        }
        const auto entry = reader.index().find(path);
        Descriptor descriptor;
        return entry && reader.index().read(*entry, descriptor) && descriptor.has_picture();
    });
}

}  // namespace livecam::e2e
