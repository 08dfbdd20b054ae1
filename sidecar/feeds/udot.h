// The three feeds of Utah's road authority have one address and one key.
#pragma once

#include <memory>

#include "sidecar/feeds/feed.h"
#include "sidecar/feeds/json.h"

namespace livecam::feeds {

class UdotFeed : public Feed {
  public:
    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t now) const override;

  protected:
    /// `what` is the last part of the path: "roadconditions".
    UdotFeed(std::string name, std::string what) : Feed(std::move(name)), what_(std::move(what)) {}

    /// An array, as each of the three is.
    static Expected<rapidjson::Document> parse_list(std::string_view bytes);

  private:
    std::string what_;
};

std::unique_ptr<Feed> udot_roads();
std::unique_ptr<Feed> udot_stations();
std::unique_ptr<Feed> udot_events();

}  // namespace livecam::feeds
