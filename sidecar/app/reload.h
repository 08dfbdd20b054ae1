// Another configuration while everything goes on: read, validated and tried out before anything of
// the old one is touched.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "sidecar/app/arguments.h"
#include "sidecar/config/load.h"
#include "sidecar/feeds/feeds.h"
#include "sidecar/fetch/pool.h"
#include "sidecar/publish/publisher.h"

namespace livecam::app {

struct Verdict {
    bool ok = false;
    std::vector<std::string> lines;  // errors, or notes on what needs a restart
};

class Reloader {
  public:
    Reloader(const Arguments& arguments, const config::Settings& current, std::int64_t read_at,
             publish::Publisher& publisher, fetch::Pool& pool, feeds::Feeds& feeds)
        : arguments_(arguments),
          current_(current),
          publisher_(publisher),
          pool_(pool),
          feeds_(feeds),
          read_at_(read_at) {}

    /// Reads the configuration file again. On any error the old configuration stays in force. From
    /// any thread but the publisher's.
    Verdict reload();

    /// When the configuration in force was read, ms since the epoch; from any thread.
    std::int64_t read_at() const noexcept { return read_at_; }

  private:
    const Arguments& arguments_;
    config::Settings current_;
    publish::Publisher& publisher_;
    fetch::Pool& pool_;
    feeds::Feeds& feeds_;
    std::mutex mutex_;
    std::atomic<std::int64_t> read_at_;
};

/// All cameras of all groups.
std::vector<config::Camera> all_cameras(const config::Config& config);

/// The file, with what the command line puts in place of it.
tl::expected<config::Config, config::Problems> load_config(const Arguments& arguments);

/// Where html/ is taken from.
pages::TemplateSource template_source(const Arguments& arguments);

}  // namespace livecam::app
