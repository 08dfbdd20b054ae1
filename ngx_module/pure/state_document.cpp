#include "ngx_module/pure/state_document.h"

#include <algorithm>
#include <limits>
#include <span>

#include "ngx_module/pure/cameras.h"
#include "ngx_module/pure/event_text.h"
#include "shared/hash.h"

namespace livecam::http {
namespace {

/// A learned period and the time of the last look move without a change that advances the
/// generation.
constexpr std::int64_t kMaxAgeMs = 5000;

bool is_ready(const IndexView& index) noexcept {
    return index.phase() == layout::Phase::kReady;
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

/// What each look at the camera moves; the hash leaves it out, because nothing has happened then.
void add_look(LongText& json, const Descriptor& descriptor) noexcept {
    add_member(json, "checked_at", descriptor.checked_at);
    add_member(json, "http_status", descriptor.http_status);
}

void add_groups(LongText& json, const Outline& outline, std::uint64_t groups) noexcept {
    json.add(",\"groups\":[");
    bool first = true;
    outline.for_each_group([&](std::uint64_t bit, std::string_view id) noexcept {
        if ((groups & bit) != 0) {
            json.add(first ? "" : ",");
            json.add_json(id);
            first = false;
        }
        return true;
    });
    json.add("]");
}

/// What the camera's address answers with, under the names of a group's JSON.
void add_image(LongText& json, std::string_view prefix, std::string_view slug,
               std::string_view stand_in, const Descriptor& descriptor) noexcept {
    json.add(",\"image\":");
    if (descriptor.has_picture() && !descriptor.withheld()) {
        json.add("\"");
        json.add(prefix);
        json.add("/image/");
        json.add(slug);
        json.add("/");
        json.add_hex16(descriptor.frames[0].etag);
        json.add("\",\"shown\":\"picture\"");
    } else if (!stand_in.empty()) {
        json.add("\"");
        json.add(prefix);
        json.add(stand_in);
        json.add("\",\"shown\":\"placeholder\"");
    } else {
        json.add("null,\"shown\":\"nothing\"");
    }
}

void add_picture(LongText& json, const Descriptor& descriptor) noexcept {
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
}

/// Of a text that is still being written, in sections of which some do not count.
class SectionHash {
  public:
    SectionHash(const LongText& text, std::size_t begin) noexcept : text_(text), begin_(begin) {}

    /// What was written since the last call counts …
    void count() noexcept {
        const std::string_view section = text_.text().substr(begin_);
        const std::uint64_t both[] = {
            hash_, content_hash(std::as_bytes(std::span{section.data(), section.size()}))};
        hash_ = content_hash(std::as_bytes(std::span{both}));
        begin_ = text_.size();
    }
    /// … or does not.
    void skip() noexcept { begin_ = text_.size(); }

    std::uint64_t value() const noexcept { return hash_; }

  private:
    const LongText& text_;
    std::size_t begin_;
    std::uint64_t hash_ = 0;
};

/// Writes the cameras, and says until when what it wrote holds; ms since the epoch.
class Cameras {
  public:
    Cameras(LongText& json, SectionHash& hash, const IndexView& index, const Outline& outline,
            std::int64_t now_ms, bool alive) noexcept
        : json_(json),
          hash_(hash),
          index_(index),
          outline_(outline),
          now_ms_(now_ms),
          alive_(alive) {}

    void add(std::string_view slug, const Descriptor& descriptor) noexcept {
        const Freshness freshness = descriptor.freshness();
        json_.add(first_ ? "{\"slug\":\"" : ",\n{\"slug\":\"");
        json_.add(slug);
        json_.add("\",\"state\":\"");
        json_.add(to_string(state_of(freshness, now_ms_, alive_)));
        json_.add("\",\"reason\":\"");
        json_.add(to_string(descriptor.reason));
        json_.add("\"");
        add_groups(json_, outline_, descriptor.groups);
        add_picture(json_, descriptor);
        add_image(json_, outline_.prefix(), slug, stand_in(index_, descriptor), descriptor);
        hash_.count();
        add_look(json_, descriptor);
        hash_.skip();
        json_.add("}");
        first_ = false;
        turn_ = std::min(turn_, next_turn(freshness, now_ms_, alive_));
    }

    std::int64_t turn() const noexcept { return turn_; }

  private:
    LongText& json_;
    SectionHash& hash_;
    const IndexView& index_;
    const Outline& outline_;
    std::int64_t now_ms_;
    bool alive_;
    bool first_ = true;
    std::int64_t turn_ = std::numeric_limits<std::int64_t>::max();
};

/// Pages that /events tells of.
void add_pages(LongText& json, const IndexView& index, std::string_view prefix,
               const Filter& filter) noexcept {
    json.add(",\"pages\":[");
    bool first = true;
    Descriptor page;
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        if (!index.read(entry, page) || (page.flags & kFlagAnnounced) == 0 ||
            !filter.wants(entry, page) || !plain_name(index.key(entry))) {
            continue;
        }
        json.add(first ? "{\"path\":\"" : ",{\"path\":\"");
        json.add(prefix);
        json.add(index.key(entry));
        json.add("\",\"etag\":\"");
        json.add_hex16(page.frames[0].etag);
        json.add("\"}");
        first = false;
    }
    json.add("]");
}

}  // namespace

StateDocument StateDocument::build(const IndexView& index, const Outline& outline,
                                   const Filter& filter, std::int64_t now_ms,
                                   bool sidecar_alive) noexcept {
    StateDocument document;
    document.epoch_ = index.epoch();
    // Before the descriptors: what changes meanwhile makes another document.
    document.generation_ = index.generation();
    document.built_at_ = now_ms;
    document.alive_ = sidecar_alive;
    document.ready_ = is_ready(index);

    LongText& json = document.text_;
    json.add("{\"id\":\"");
    json.add_hex16(document.epoch_);
    json.add("-");
    json.add(document.generation_);
    json.add("\",\"epoch\":\"");
    json.add_hex16(document.epoch_);
    json.add("\",\"generation\":");
    json.add(document.generation_);
    json.add(",\"now\":");
    document.split_ = json.size();
    SectionHash hash{json, document.split_};
    json.add(",\"sidecar_alive\":");
    json.add(sidecar_alive ? "true" : "false");
    json.add(",\"ready\":");
    json.add(document.ready_ ? "true" : "false");
    json.add(",\"version\":\"");
    json.add(outline.version());
    json.add("\"");
    if (!outline.members().empty()) {
        json.add(",");
        json.add(outline.members());
    }
    add_pages(json, index, outline.prefix(), filter);
    json.add(",\"cameras\":[");
    Cameras cameras{json, hash, index, outline, now_ms, sidecar_alive};
    for_each_camera(index, filter, [&](std::string_view slug, const Descriptor& camera) noexcept {
        cameras.add(slug, camera);
    });
    json.add("]}\n");
    document.until_ = std::min(now_ms + kMaxAgeMs, cameras.turn());
    hash.count();
    document.hash_ = hash.value();
    return document;
}

bool StateDocument::current(const IndexView& index, std::int64_t now_ms,
                            bool sidecar_alive) const noexcept {
    return text_.size() != 0 && index.epoch() == epoch_ && index.generation() == generation_ &&
           sidecar_alive == alive_ && is_ready(index) == ready_ && now_ms < until_ &&
           now_ms >= built_at_;
}

}  // namespace livecam::http
