#include "shared/store_writer.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>
#include <utility>

#include "shared/adoption.h"
#include "shared/geometry.h"
#include "shared/sigbus_guard.h"
#include "shared/store_budget.h"
#include "shared/store_state.h"

namespace livecam {

StoreWriter::StoreWriter(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
StoreWriter::StoreWriter(StoreWriter&&) noexcept = default;
StoreWriter& StoreWriter::operator=(StoreWriter&&) noexcept = default;
StoreWriter::~StoreWriter() = default;

Expected<StoreWriter> StoreWriter::open(const StoreOptions& options) {
    sigbus_guard::install();
    auto store = open_store_directory(options.path);
    if (!store) {
        return tl::unexpected(store.error());
    }
    // Before anything is made: a start that is refused leaves no index behind.
    const IndexShape wanted{options.entries, options.key_bytes, options.layout_minor};
    std::uint64_t index_bytes = 0;
    make_geometry(wanted, index_bytes);
    auto budget =
        frame_budget(store->directory.get(), options.path,
                     options.check_budget ? options.max_bytes : std::optional<std::uint64_t>{},
                     index_bytes, held_bytes(store->directory.get(), store->frames.get()));
    if (!budget) {
        return tl::unexpected(budget.error());
    }
    auto adopted = adopt(*store, options.path, wanted);
    if (!adopted) {
        return tl::unexpected(adopted.error());
    }
    auto state = std::make_unique<State>();
    state->options = options;
    state->store = std::move(*store);
    state->index = std::move(adopted->index);
    state->descriptors = std::move(adopted->descriptors);
    state->frames = std::move(adopted->frames);
    state->opening = std::move(adopted->opening);
    state->last_serial = state->index.serial();
    state->generation = state->index.view().generation();
    state->phase = state->index.view().phase();
    state->ready_at = state->index.view().ready_at();
    for (std::uint32_t entry = 0; entry < state->descriptors.size(); ++entry) {
        state->add_key(state->index.view().key(entry));
    }
    state->learn_headers();
    state->index.view().summary(state->summary);
    state->summary.max_bytes = *budget;
    state->write_summary();
    return StoreWriter{std::move(state)};
}

int StoreWriter::frames_directory() const noexcept {
    return state_->store.frames.get();
}
int StoreWriter::directory() const noexcept {
    return state_->store.directory.get();
}
const std::string& StoreWriter::path() const noexcept {
    return state_->options.path;
}
std::uint64_t StoreWriter::epoch() const noexcept {
    return state_->index.view().epoch();
}
const std::string& StoreWriter::opening() const noexcept {
    return state_->opening;
}
const Summary& StoreWriter::summary() const noexcept {
    return state_->summary;
}

std::uint32_t StoreWriter::entry_capacity() const noexcept {
    return static_cast<std::uint32_t>(state_->index.entry_capacity());
}

std::uint32_t StoreWriter::entry_count() const noexcept {
    return static_cast<std::uint32_t>(state_->descriptors.size());
}

std::optional<std::uint32_t> StoreWriter::find(std::string_view key) const {
    const auto known = state_->entries.find(key);
    return known != state_->entries.end() ? std::optional{known->second} : std::nullopt;
}

std::string_view StoreWriter::key(std::uint32_t entry) const {
    return state_->keys.at(entry);
}

const Descriptor& StoreWriter::descriptor(std::uint32_t entry) const {
    return state_->descriptors.at(entry);
}

Expected<std::uint32_t> StoreWriter::ensure(std::string_view key) {
    if (key.empty() || key.size() > layout::kMaxKeyBytes) {
        return fail("store: a path of " + std::to_string(key.size()) + " bytes; the limit is " +
                    std::to_string(layout::kMaxKeyBytes));
    }
    State& s = *state_;
    if (const auto known = s.entries.find(key); known != s.entries.end()) {
        return known->second;
    }
    std::optional<std::uint32_t> added = s.index.add(key);
    // Another number than the next: somebody wrote into the index.
    if (!added || *added != s.keys.size()) {
        IndexShape shape = s.index.shape();
        if (s.keys.size() >= shape.entries || s.key_bytes + key.size() > shape.key_bytes) {
            shape.entries *= 2;
            shape.key_bytes = shape.key_bytes * 2 + key.size();
        }
        if (auto done = s.rebuild(shape); !done) {
            return tl::unexpected(done.error());
        }
        added = s.index.add(key);
        if (!added) {
            return fail("store: the enlarged index has no room for one more path");
        }
    }
    s.add_key(key);
    s.descriptors.resize(s.keys.size());
    return *added;
}

Expected<void> StoreWriter::publish_picture(std::uint32_t entry, const FrameDraft& draft,
                                            FrameRef frame, Descriptor next) {
    State& s = *state_;
    if (auto room = s.make_room(frame_cost(draft.length())); !room) {
        return room;
    }
    const auto serial = s.name(draft);
    if (!serial) {
        return tl::unexpected(serial.error());
    }
    frame.serial = *serial;
    frame.etag = draft.etag();
    frame.length = draft.length();

    const Descriptor& old = s.descriptors.at(entry);
    next.kind = Kind::kFrames;
    next.headers_serial = 0;
    next.headers_length = 0;
    next.frames = {frame};
    next.frame_count = 1;
    if (old.kind == Kind::kFrames) {
        const auto keep = static_cast<std::uint8_t>(
            std::clamp(s.options.keep, 0, static_cast<int>(layout::kMaxFrames) - 1));
        for (std::uint8_t i = 0; i < old.frame_count && next.frame_count <= keep; ++i) {
            if (old.frames[i].etag == frame.etag) {
                continue;  // the same picture again, because its frame was lost
            }
            next.frames[next.frame_count++] = old.frames[i];
            s.frames.add(old.frames[i].serial, old.frames[i].length);
        }
    }
    s.exchange(entry, next, true);
    ++s.summary.published;
    s.write_summary();
    return {};
}

Expected<void> StoreWriter::publish_body(std::uint32_t entry, std::span<const Variant> variants,
                                         std::int64_t changed_at, Descriptor next,
                                         std::string_view headers) {
    State& s = *state_;
    if (variants.size() > layout::kMaxFrames) {
        return fail("store: " + std::to_string(variants.size()) +
                    " variants of one body; the limit is " + std::to_string(layout::kMaxFrames));
    }
    next.frames = {};
    next.frame_count = static_cast<std::uint8_t>(variants.size());
    std::uint64_t cost = frame_cost(headers.size());
    for (std::size_t i = 0; i < variants.size(); ++i) {
        FrameRef& frame = next.frames[i];
        frame.etag = variants[i].draft.etag();
        frame.length = variants[i].draft.length();
        frame.encoding = variants[i].encoding;
        frame.changed_at = changed_at;
        cost += frame_cost(frame.length);
    }
    if (auto room = s.make_room(cost); !room) {
        return room;
    }
    next.headers_serial = 0;
    next.headers_length = static_cast<std::uint32_t>(headers.size());
    if (!headers.empty()) {
        const auto serial = s.headers_frame(headers);
        if (!serial) {
            return tl::unexpected(serial.error());
        }
        next.headers_serial = *serial;
    }
    const Descriptor& old = s.descriptors.at(entry);
    bool there = true;
    for (std::size_t i = 0; i < old.frame_count; ++i) {
        there = there && s.has_frame(old.frames[i].serial, old.frames[i].length);
    }
    if (there && same_answer(old, next) && old.headers_serial == next.headers_serial) {
        if (next.headers_serial != 0) {
            s.drop(next.headers_serial);
        }
        return {};
    }
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const auto serial = s.name(variants[i].draft);
        if (!serial) {
            next.frame_count = static_cast<std::uint8_t>(i);
            for (const FrameUse& use : frames_of(next)) {
                s.drop(use.serial);
            }
            return tl::unexpected(serial.error());
        }
        next.frames[i].serial = *serial;
    }
    const bool quiet = next.kind == Kind::kMetrics && old.kind == Kind::kMetrics;
    next.generation = old.generation;
    s.exchange(entry, next, !quiet);
    ++s.summary.published;
    s.write_summary();
    return {};
}

void StoreWriter::publish_kind(std::uint32_t entry, Descriptor next) {
    next.frames = {};
    next.frame_count = 0;
    next.headers_serial = 0;
    next.headers_length = 0;
    const Descriptor& old = state_->descriptors.at(entry);
    if (!same_answer(old, next)) {
        state_->exchange(entry, next, true);
        state_->write_summary();
    }
}

void StoreWriter::publish_check(std::uint32_t entry, const Descriptor& learned) {
    State& s = *state_;
    const Descriptor& old = s.descriptors.at(entry);
    Descriptor next = learned;
    next.kind = old.kind == Kind::kNone ? learned.kind : old.kind;
    next.generation = old.generation;
    next.frames = old.frames;
    next.frame_count = old.frame_count;
    next.headers_serial = old.headers_serial;
    next.headers_length = old.headers_length;
    s.hold(next);
    s.exchange(entry, next,
               old.reason != next.reason || old.kind != next.kind || old.status != next.status ||
                   old.target != next.target);
}

std::uint64_t StoreWriter::room() const noexcept {
    const State& s = *state_;
    struct statvfs fs;
    const std::uint64_t free = ::fstatvfs(s.store.frames.get(), &fs) == 0
                                   ? std::uint64_t{fs.f_bavail} * fs.f_frsize
                                   : std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t held = s.frames.bytes();
    return std::min(free, s.summary.max_bytes - std::min(held, s.summary.max_bytes));
}

void StoreWriter::remove(std::uint32_t entry) {
    if (state_->descriptors.at(entry).kind != Kind::kNone) {
        state_->exchange(entry, Descriptor{}, true);
        state_->write_summary();
    }
}

void StoreWriter::beat() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto ns = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
                    static_cast<std::uint64_t>(now.tv_nsec);
    state_->beat_ns = ns;
    state_->index.liveness().heartbeat_ns.store(ns, std::memory_order_release);
}

void StoreWriter::set_phase(layout::Phase phase, std::int64_t now_ms) noexcept {
    State& s = *state_;
    layout::Liveness& liveness = s.index.liveness();
    if (phase == layout::Phase::kStarting) {
        s.started_at = now_ms;
        liveness.pid.store(static_cast<std::uint64_t>(::getpid()), std::memory_order_relaxed);
        liveness.started_at.store(static_cast<std::uint64_t>(now_ms), std::memory_order_relaxed);
    }
    if (phase == layout::Phase::kReady) {
        s.ready_at = now_ms;
        liveness.ready_at.store(static_cast<std::uint64_t>(now_ms), std::memory_order_release);
    }
    s.phase = phase;
    liveness.phase.store(static_cast<std::uint64_t>(phase), std::memory_order_release);
}

void StoreWriter::set_min_live(std::uint64_t cameras) noexcept {
    state_->summary.min_live = cameras;
}

void StoreWriter::count_dropped() noexcept {
    ++state_->summary.dropped;
    state_->write_summary();
}

void StoreWriter::count(std::uint64_t unchanged, std::uint64_t failed, std::uint64_t cameras,
                        std::uint64_t with_picture) noexcept {
    Summary& summary = state_->summary;
    summary.unchanged += unchanged;
    summary.failed += failed;
    summary.cameras = cameras;
    summary.with_picture = with_picture;
    state_->write_summary();
}

}  // namespace livecam
