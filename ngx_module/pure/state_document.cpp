#include "ngx_module/pure/state_document.h"

#include <algorithm>
#include <span>

#include "ngx_module/pure/cameras.h"
#include "ngx_module/pure/field.h"
#include "shared/hash.h"

namespace livecam::http {
namespace {

/// A learned period may move without a change that advances the generation.
constexpr std::int64_t kMaxAgeMs = 5000;

bool is_ready(const IndexView& index) noexcept {
    return index.phase() == layout::Phase::kReady;
}

/// Calls visit(bit, id) for each group, until it says false.
template <class Visit>
void for_each_group(std::string_view groups, Visit visit) noexcept {
    for (int bit = 0; bit < 64 && !groups.empty(); ++bit) {
        const std::size_t space = groups.find(' ');
        if (!visit(bit, groups.substr(0, space))) {
            return;
        }
        groups = space == std::string_view::npos ? std::string_view{} : groups.substr(space + 1);
    }
}

void add_member(LongText& json, std::string_view name, std::int64_t value) noexcept {
    json.add(",\"");
    json.add(name);
    json.add("\":");
    if (value > 0) {
        json.add_signed(value);
    } else {
        json.add("null");
    }
}

void add_groups(LongText& json, const Facts& facts, std::uint64_t groups) noexcept {
    json.add(",\"groups\":[");
    bool first = true;
    for_each_group(facts.groups, [&](int bit, std::string_view id) noexcept {
        if ((groups >> bit & 1) != 0) {
            json.add(first ? "" : ",");
            json.add_json(id);
            first = false;
        }
        return true;
    });
    json.add("]");
}

void add_picture(LongText& json, const Facts& facts, std::string_view slug,
                 const Descriptor& descriptor) noexcept {
    const FrameRef frame = descriptor.has_picture() ? descriptor.frames[0] : FrameRef{};
    add_member(json, "changed_at", frame.changed_at);
    add_member(json, "captured_at", frame.captured_at);
    add_member(json, "stale_at", descriptor.has_picture() ? descriptor.stale_at : 0);
    // By the camera's own rhythm. Descriptor::next_expected also follows the attempts, of which
    // most find nothing new.
    const bool rhythm = descriptor.has_picture() && descriptor.period_ms != 0;
    add_member(json, "next_expected", rhythm ? frame.changed_at + descriptor.period_ms : 0);
    add_member(json, "period_ms", descriptor.period_ms);
    add_member(json, "width", frame.width);
    add_member(json, "height", frame.height);
    json.add(",\"image\":");
    if (!descriptor.has_picture() || descriptor.withheld()) {
        json.add("null");
        return;
    }
    json.add("\"");
    json.add(facts.prefix);
    json.add("/image/");
    json.add(slug);
    json.add("/");
    json.add_hex16(frame.etag);
    json.add("\"");
}

void add_camera(LongText& json, const Facts& facts, std::string_view slug,
                const Descriptor& descriptor, CameraState state) noexcept {
    json.add("{\"slug\":\"");
    json.add(slug);
    json.add("\",\"state\":\"");
    json.add(to_string(state));
    json.add("\",\"reason\":\"");
    json.add(to_string(descriptor.reason));
    json.add("\"");
    add_groups(json, facts, descriptor.groups);
    add_picture(json, facts, slug, descriptor);
    json.add("}");
}

/// A path of visible ASCII that needs no escape in JSON.
bool plain_path(std::string_view path) noexcept {
    return std::all_of(path.begin(), path.end(),
                       [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

Facts parse_facts(std::string_view text) noexcept {
    Facts facts;
    const std::size_t end = text.find("\n\n");
    facts.members = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    for_each_field(text.substr(0, end),
                   [&](std::string_view name, std::string_view value) noexcept {
                       if (name == "Prefix" && plain_path(value)) {
                           facts.prefix = value;
                       } else if (name == "Groups") {
                           facts.groups = value;
                       }
                       return true;
                   });
    return facts;
}

int group_bit(const Facts& facts, std::string_view id) noexcept {
    int found = -1;
    for_each_group(facts.groups, [&](int bit, std::string_view known) noexcept {
        found = known == id ? bit : found;
        return found < 0;
    });
    return found;
}

StateDocument StateDocument::build(const IndexView& index, const Facts& facts, int group,
                                   std::int64_t now_ms, bool sidecar_alive) noexcept {
    StateDocument document;
    document.epoch_ = index.epoch();
    // Before the descriptors: what changes meanwhile makes another document.
    document.generation_ = index.generation();
    document.built_at_ = now_ms;
    document.until_ = now_ms + kMaxAgeMs;
    document.alive_ = sidecar_alive;
    document.ready_ = is_ready(index);

    LongText& json = document.text_;
    json.add("{\"epoch\":\"");
    json.add_hex16(document.epoch_);
    json.add("\",\"generation\":");
    json.add(document.generation_);
    json.add(",\"now\":");
    document.split_ = json.size();
    json.add(",\"sidecar_alive\":");
    json.add(sidecar_alive ? "true" : "false");
    json.add(",\"ready\":");
    json.add(document.ready_ ? "true" : "false");
    if (!facts.members.empty()) {
        json.add(",");
        json.add(facts.members);
    }
    json.add(",\"cameras\":[");
    bool first = true;
    for_each_camera(index, [&](std::string_view slug, const Descriptor& descriptor) noexcept {
        if (group != kAllGroups && (descriptor.groups >> group & 1) == 0) {
            return;
        }
        const Freshness freshness = descriptor.freshness();
        json.add(first ? "" : ",\n");
        first = false;
        add_camera(json, facts, slug, descriptor, state_of(freshness, now_ms, sidecar_alive));
        document.until_ = std::min(document.until_, next_turn(freshness, now_ms, sidecar_alive));
    });
    json.add("]}\n");
    document.hash_ = content_hash(std::as_bytes(std::span{json.data(), json.size()}));
    return document;
}

bool StateDocument::current(const IndexView& index, std::int64_t now_ms,
                            bool sidecar_alive) const noexcept {
    return text_.size() != 0 && index.epoch() == epoch_ && index.generation() == generation_ &&
           sidecar_alive == alive_ && is_ready(index) == ready_ && now_ms < until_ &&
           now_ms >= built_at_;
}

}  // namespace livecam::http
