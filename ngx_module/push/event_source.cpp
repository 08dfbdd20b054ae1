// nginx's headers come first.
#include "ngx_module/push/event_source.h"
//
#include "ngx_module/pure/event_text.h"
#include "ngx_module/pure/key_path.h"
#include "ngx_module/worker_store.h"

namespace livecam::http {
namespace {

constexpr std::string_view kPictures = "/image/";

struct Seen {
    Descriptor descriptor;
    std::string_view path;
    std::string_view camera;  // empty if it is none
};

/// What stands in the index is trusted for nothing: a name that is not plain is passed over.
bool see(const IndexView& index, std::uint32_t entry, Seen& seen) noexcept {
    if (!index.read(entry, seen.descriptor)) {
        return false;
    }
    seen.path = index.key(entry);
    seen.camera = {};
    if (seen.descriptor.kind == Kind::kFrames && seen.path.starts_with(kPictures)) {
        seen.camera = seen.path.substr(kPictures.size());
        return plain_name(seen.camera);
    }
    return plain_name(seen.path);
}

/// Writes events until the block is full.
class BlockText {
  public:
    BlockText(Hub& hub, Block& block) noexcept
        : hub_(hub),
          index_(hub.store().index()),
          outline_(hub.outline()),
          block_(block),
          to_(block.to),
          text_(block.data, Block::kBytes),
          now_ms_(now_ms()),
          alive_(hub.store().sidecar_alive()) {}

    void fill() noexcept {
        if (to_.telling == Telling::kWhole) {
            put_whole();
        }
        if (to_.telling == Telling::kOverdue) {
            put_overdue();
        }
        if (to_.telling == Telling::kChanges) {
            put_changes();
        }
        if (to_.telling == Telling::kChanges) {
            put_states();
        }
        block_.length = static_cast<std::uint32_t>(text_.size());
    }

  private:
    CameraLine line(const Seen& seen) const noexcept {
        return {outline_.prefix(), seen.camera, stand_in(index_, seen.descriptor), seen.descriptor,
                state_of(seen.descriptor.freshness(), now_ms_, alive_)};
    }

    /// Runs `write`, and takes back what did not fit; false if the block is full.
    template <class Write>
    bool put(Write write) noexcept {
        const std::size_t before = text_.size();
        write();
        if (text_.full()) {
            text_.rewind(before);
            full_ = true;
        }
        return !full_;
    }

    // One event of many lines: JSON does not mind the line ends between its parts.
    void put_whole() noexcept {
        if (to_.cursor == 0 && !put([this]() noexcept {
                text_ << "event: reset\ndata: {\"id\":\"" << to_.id << R"(","version":")"
                      << outline_.version() << "\",\"cameras\":[\n";
            })) {
            return;
        }
        const std::uint32_t count = index_.entry_count();
        // The first line has no comma before it; the cursor counts entries, not lines.
        for (; to_.cursor < count; ++to_.cursor) {
            Seen seen;
            if (!see(index_, to_.cursor, seen) || seen.camera.empty() ||
                !block_.filter.wants(to_.cursor, seen.descriptor)) {
                continue;
            }
            if (!put([&]() noexcept {
                    text_ << (to_.comma ? "data: ," : "data: ");
                    put_camera(text_, line(seen));
                    text_ << "\n";
                })) {
                return;
            }
            to_.comma = true;
        }
        if (put([this]() noexcept { text_ << "data: ]}\nid: " << to_.id << "\n\n"; })) {
            to_.telling = Telling::kChanges;
            to_.comma = false;
            to_.cursor = 0;
        }
    }

    void put_overdue() noexcept {
        const std::uint32_t count = index_.entry_count();
        for (; to_.cursor < count; ++to_.cursor) {
            Seen seen;
            if (!see(index_, to_.cursor, seen) || seen.camera.empty() ||
                !block_.filter.wants(to_.cursor, seen.descriptor) ||
                line(seen).state == CameraState::kLive) {
                continue;
            }
            if (!put([&]() noexcept { put_state_event(text_, line(seen), to_.id); })) {
                return;
            }
        }
        to_.telling = Telling::kChanges;
        to_.cursor = 0;
    }

    void put_changes() noexcept {
        const std::uint64_t until = hub_.seen().generation;
        while (!full_ && to_.id.generation < until) {
            const std::uint64_t generation = to_.id.generation + 1;
            const bool known = index_.changes(to_.id.generation, generation,
                                              [this, generation](std::uint32_t entry) noexcept {
                                                  put_change(entry, generation);
                                              });
            if (!known) {
                // The ring went past: what is missing is told with everything else.
                to_ = beginning(hub_);
                return;
            }
            if (!full_) {
                to_.id.generation = generation;
            }
        }
    }

    void put_change(std::uint32_t entry, std::uint64_t generation) noexcept {
        Seen seen;
        // Changed again since: it is told of then, once.
        if (!see(index_, entry, seen) || seen.descriptor.generation != generation ||
            !block_.filter.wants(entry, seen.descriptor)) {
            return;
        }
        const EventId id{to_.id.epoch, generation};
        put([&]() noexcept {
            if (!seen.camera.empty()) {
                hub_.cameras().new_picture(entry) ? put_frame_event(text_, line(seen), id)
                                                  : put_state_event(text_, line(seen), id);
            } else if (seen.descriptor.kind == Kind::kEvents) {
                put_version_event(text_, outline_.version(), id);
            } else if ((seen.descriptor.flags & kFlagAnnounced) != 0) {
                put_page_event(text_, outline_.prefix(), seen.path, seen.descriptor.frames[0].etag,
                               id);
            }
        });
    }

    void put_states() noexcept {
        const CameraWatch& cameras = hub_.cameras();
        if (cameras.position() - to_.states > CameraWatch::kLogSize) {
            to_ = beginning(hub_);
            return;
        }
        for (; !full_ && to_.states < cameras.position(); to_.states += full_ ? 0 : 1) {
            put_state(cameras.changed(to_.states + 1));
        }
    }

    void put_state(std::uint32_t entry) noexcept {
        Seen seen;
        if (see(index_, entry, seen) && !seen.camera.empty() &&
            block_.filter.wants(entry, seen.descriptor)) {
            put([&]() noexcept { put_state_event(text_, line(seen), to_.id); });
        }
    }

    Hub& hub_;
    const IndexView& index_;
    const Outline& outline_;
    Block& block_;
    Position& to_;
    TextBuffer text_;
    std::int64_t now_ms_;
    bool alive_;
    bool full_ = false;
};

}  // namespace

Position beginning(const Hub& hub) noexcept {
    Position position;
    position.id = hub.seen();
    position.states = hub.cameras().position();
    position.telling = Telling::kWhole;
    return position;
}

Position resumption(const Hub& hub, EventId id) noexcept {
    const EventId seen = hub.seen();
    if (id.epoch != seen.epoch || id.generation > seen.generation) {
        return beginning(hub);
    }
    Position position;
    position.id = id;
    position.states = hub.cameras().position();
    position.telling = Telling::kOverdue;
    return position;
}

bool behind(const Hub& hub, const Position& position) noexcept {
    return position.telling != Telling::kChanges || position.id != hub.seen() ||
           position.states != hub.cameras().position();
}

Block* next_block(Hub& hub, const Filter& filter, Position& position) noexcept {
    while (behind(hub, position)) {
        Block* block = hub.blocks().find(position, filter);
        if (block == nullptr) {
            block = hub.blocks().add(position, filter);
            if (block == nullptr) {
                return nullptr;
            }
            BlockText{hub, *block}.fill();
        }
        position = block->to;
        if (block->length > 0) {
            return block;
        }
        BlockCache::release(block);
    }
    return nullptr;
}

}  // namespace livecam::http
