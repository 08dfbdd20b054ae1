// Any JSON: the configuration says which values become chips.
#include <rapidjson/pointer.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sidecar/feeds/feed_list.h"
#include "sidecar/feeds/json.h"

namespace livecam::feeds {
namespace {

/// "7.25" with at most so many decimals, and none that are zero.
std::string number_text(double value, int decimals) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    std::string text = buffer;
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        text.erase(text.ends_with('.') ? text.size() - 1 : text.size());
    }
    return text == "-0" ? "0" : text;
}

/// A chip is short; no character of UTF-8 is broken.
std::string cut(std::string text) {
    std::size_t end = std::min<std::size_t>(text.size(), 200);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        --end;
    }
    text.resize(end);
    return text;
}

std::string level_of(const config::ChipRule& rule, const std::string& text,
                     std::optional<double> number) {
    for (const config::ChipLevel& level : rule.levels) {
        const bool holds = (!level.at_least || (number && *number >= *level.at_least)) &&
                           (!level.at_most || (number && *number <= *level.at_most)) &&
                           (!level.equals || lower(*level.equals) == lower(text));
        if (holds) {
            return level.level;
        }
    }
    return "plain";
}

class JsonFeed final : public Feed {
  public:
    explicit JsonFeed(config::JsonFeed settings)
        : Feed("json_" + settings.id), settings_(std::move(settings)) {}

    std::vector<fetch::Document> documents(const config::Config& config,
                                           std::int64_t) const override {
        return {document("document", settings_.url, settings_.interval, config)};
    }

    Expected<void> take(const std::string&, std::string_view bytes, std::int64_t now) override {
        const auto document = parse_json(bytes);
        if (!document) {
            return tl::unexpected(document.error());
        }
        std::vector<pages::CustomChip> chips;
        for (std::size_t i = 0; i < settings_.chips.size(); ++i) {
            add(*document, i, now, chips);
        }
        if (chips.empty() && !settings_.chips.empty() && !found_any(*document)) {
            return fail("JSON without any of the chips' values");
        }
        chips_ = std::move(chips);
        return {};
    }

    void merge(Draft& draft) const override {
        if (chips_.empty() || !draft.lasts(reached_at(), settings_.stale_after)) {
            return;
        }
        for (const config::Group& group : draft.config().groups) {
            if (shown_in(settings_, group.id)) {
                auto& chips = draft.group(group.id).chips;
                chips.insert(chips.end(), chips_.begin(), chips_.end());
            }
        }
    }

    std::size_t items() const override { return chips_.size(); }

  private:
    static const Json* value_at(const rapidjson::Document& document, const std::string& pointer) {
        const rapidjson::Pointer path(pointer.c_str(), pointer.size());
        return path.IsValid() ? path.Get(document) : nullptr;
    }

    bool found_any(const rapidjson::Document& document) const {
        return std::ranges::any_of(settings_.chips, [&](const config::ChipRule& rule) {
            return value_at(document, rule.value) != nullptr;
        });
    }

    void add(const rapidjson::Document& document, std::size_t index, std::int64_t now,
             std::vector<pages::CustomChip>& chips) const {
        const config::ChipRule& rule = settings_.chips[index];
        const Json* value = value_at(document, rule.value);
        if (value == nullptr || value->IsNull() || value->IsObject() || value->IsArray()) {
            return;
        }
        pages::CustomChip chip;
        chip.id = settings_.id + "-" + std::to_string(index);
        chip.label = rule.label;
        chip.link = rule.link;
        std::optional<double> number;
        if (value->IsNumber()) {
            number = value->GetDouble();
            chip.text = number_text(*number, rule.decimals);
        } else if (value->IsBool()) {
            chip.text = value->GetBool() ? "yes" : "no";
        } else {
            chip.text = cut({value->GetString(), value->GetStringLength()});
        }
        chip.level = level_of(rule, chip.text, number);
        if (number && !rule.unit.empty()) {
            chip.text += " " + rule.unit;
        }
        if (chip.text.empty() || chip.level == "hidden") {
            return;
        }
        chip.updated = since(chip, now);
        chips.push_back(std::move(chip));
    }

    /// Since when it is known in this form.
    std::int64_t since(pages::CustomChip chip, std::int64_t now) const {
        for (const pages::CustomChip& known : chips_) {
            chip.updated = known.updated;
            if (chip == known) {
                return known.updated;
            }
        }
        return now;
    }

    config::JsonFeed settings_;
    std::vector<pages::CustomChip> chips_;
};

}  // namespace

std::unique_ptr<Feed> json_feed(const config::JsonFeed& settings) {
    return std::make_unique<JsonFeed>(settings);
}

}  // namespace livecam::feeds
