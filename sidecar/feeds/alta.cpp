// Parking and road of Alta: a page of HTML with "window.Alta = {…}" in a script, whose alerts[] say
// it.
#include "sidecar/feeds/balanced.h"
#include "sidecar/feeds/feed_list.h"
#include "sidecar/feeds/json.h"

namespace livecam::feeds {
namespace {

/// The first member that is a text and not empty.
std::string first_text(const Json& alert, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (std::string found = text(alert, name); !found.empty()) {
            return found;
        }
    }
    return {};
}

bool is_parking(const Json& alert) {
    return text(alert, "type") == "parking-status" || text(alert, "slug") == "parking-status";
}

bool is_road(const Json& alert) {
    return text(alert, "type") == "summer-road-status" ||
           text(alert, "slug") == "summer-road-status" ||
           lower(first_text(alert, {"name", "title"})).find("road status") != std::string::npos;
}

class Alta final : public Feed {
  public:
    explicit Alta(config::Feed settings) : Feed("alta"), settings_(std::move(settings)) {}

    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t) const override {
        fetch::Document one = document("weather", settings_.url, settings_.interval, config);
        one.reach.headers.push_back({"Accept", "text/html, */*;q=0.5"});
        return {one};
    }

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t now) override {
        const std::string_view object = assigned_object(bytes, "window.Alta");
        if (object.empty()) {
            return fail("a page without window.Alta = {…}");
        }
        const auto document = parse_json(object);
        if (!document) {
            return fail("window.Alta is " + document.error().message);
        }
        const Json* alerts = member(*document, "alerts");
        pages::ResortStatus status;
        status.label = settings_.label;
        status.link = settings_.url;
        if (alerts != nullptr && alerts->IsArray()) {
            for (const Json& alert : alerts->GetArray()) {
                read(alert, status);
            }
        }
        if (status.parking_status.empty() && status.road_status.empty()) {
            return fail("window.Alta has no alert of parking or road");
        }
        status.updated = status_ ? status_->updated : 0;
        if (status != status_.value_or(pages::ResortStatus{})) {
            status.updated = now;
        }
        status_ = std::move(status);
        return {};
    }

    void merge(Draft& draft) const override {
        if (!status_ || !draft.lasts(reached_at(), draft.config().feeds.stale_after.resort)) {
            return;
        }
        for (const config::Group& group : draft.config().groups) {
            if (shown_in(*draft.config().feeds.alta, group.id)) {
                draft.group(group.id).resort = status_;
            }
        }
    }

    std::size_t items() const override { return status_ ? 1 : 0; }

  private:
    static void read(const Json& alert, pages::ResortStatus& status) {
        if (!truth(alert, "enabled")) {
            return;
        }
        const std::string said = first_text(alert, {"status", "value", "title"});
        const std::string message = without_tags(first_text(alert, {"message", "description"}));
        if (is_parking(alert)) {
            status.parking_status = said;
            status.parking_message = message;
        } else if (is_road(alert)) {
            status.road_status = said;
            status.road_message = message;
        }
    }

    config::Feed settings_;
    std::optional<pages::ResortStatus> status_;
};

}  // namespace

std::unique_ptr<Feed> alta(const config::Feed& settings) {
    return std::make_unique<Alta>(settings);
}

}  // namespace livecam::feeds
