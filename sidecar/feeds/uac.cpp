// Avalanche danger: GeoJSON of avalanche.org, one feature for each region.
#include <algorithm>

#include "sidecar/feeds/feed_list.h"
#include "sidecar/feeds/json.h"

namespace livecam::feeds {
namespace {

constexpr const char* kForecast = "https://utahavalanchecenter.org/forecast/salt-lake";

/// A link that can stand on a page: anything else could be script.
bool is_link(const std::string& text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

class Uac final : public Feed {
  public:
    explicit Uac(config::Feed settings) : Feed("uac"), settings_(std::move(settings)) {}

    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t) const override {
        return {document("map", settings_.url, settings_.interval, config)};
    }

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t now) override {
        const auto document = parse_json(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        const Json* features = member(*document, "features");
        if (features == nullptr || !features->IsArray()) {
            return fail("JSON without features");
        }
        for (const Json& feature : features->GetArray()) {
            const Json* properties = member(feature, "properties");
            if (properties != nullptr && text(*properties, "name") == settings_.region) {
                learn(*properties, now);
                return {};
            }
        }
        return fail("no region named \"" + settings_.region + "\"");
    }

    void merge(Draft& draft) const override {
        if (!danger_ || !draft.lasts(reached_at(), draft.config().feeds.stale_after.avalanche)) {
            return;
        }
        for (const config::Group& group : draft.config().groups) {
            if (shown_in(*draft.config().feeds.uac, group.id)) {
                draft.group(group.id).danger = danger_;
            }
        }
    }

    std::size_t items() const override { return danger_ ? 1 : 0; }

  private:
    void learn(const Json& properties, std::int64_t now) {
        pages::AvalancheDanger danger;
        danger.label = settings_.label;
        danger.danger = text(properties, "danger");
        danger.danger = danger.danger.empty() ? "no rating" : danger.danger;
        danger.level = member(properties, "danger_level") == nullptr
                           ? -1
                           : static_cast<int>(std::clamp<std::int64_t>(
                                 integer(properties, "danger_level"), -1, 5));
        danger.link = text(properties, "link");
        danger.link = is_link(danger.link) ? danger.link : kForecast;
        danger.advice = text(properties, "travel_advice");
        danger.updated = danger_ ? danger_->updated : 0;
        if (danger != danger_.value_or(pages::AvalancheDanger{})) {
            danger.updated = now;
        }
        danger_ = std::move(danger);
    }

    config::Feed settings_;
    std::optional<pages::AvalancheDanger> danger_;
};

}  // namespace

std::unique_ptr<Feed> uac(const config::Feed& settings) {
    return std::make_unique<Uac>(settings);
}

}  // namespace livecam::feeds
