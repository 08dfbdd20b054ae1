#include "shared/store_state.h"

#include <unistd.h>

#include <cerrno>
#include <span>
#include <unordered_set>
#include <utility>

#include "shared/adoption.h"
#include "shared/frame_file.h"
#include "shared/hash.h"
#include "shared/names.h"
#include "shared/store_budget.h"

namespace livecam {

std::uint64_t StoreWriter::State::next_serial() {
    // From memory, not from the index: somebody may have truncated that under us.
    ++last_serial;
    // Before the name: a serial that a killed writer may have used is never used again.
    index.set_serial(last_serial);
    return last_serial;
}

void StoreWriter::State::write_summary() {
    summary.live_bytes = frames.bytes();
    summary.live_frames = frames.frames();
    index.write_summary(summary);
}

void StoreWriter::State::add_key(std::string_view key) {
    entries.emplace(key, static_cast<std::uint32_t>(keys.size()));
    keys.emplace_back(key);
    key_bytes += key.size();
}

Expected<void> StoreWriter::State::rebuild(const IndexShape& shape) {
    auto next = IndexWriter::create(store.directory.get(), options.path, shape);
    if (!next) {
        return tl::unexpected(next.error());
    }
    for (std::uint32_t entry = 0; entry < keys.size(); ++entry) {
        if (next->add(keys[entry]) != entry) {
            return fail("store: a new index has no room for " + std::to_string(keys.size()) +
                        " paths; restart livecamd");
        }
        next->write(entry, descriptors[entry]);
    }
    next->set_serial(last_serial);
    next->set_generation(generation);
    next->write_summary(summary);
    layout::Liveness& liveness = next->liveness();
    liveness.pid.store(static_cast<std::uint64_t>(::getpid()));
    liveness.started_at.store(static_cast<std::uint64_t>(started_at));
    liveness.ready_at.store(static_cast<std::uint64_t>(ready_at));
    liveness.phase.store(static_cast<std::uint64_t>(phase));
    liveness.heartbeat_ns.store(beat_ns);
    if (auto replaced = replace_index(store, *next); !replaced) {
        return replaced;
    }
    index.retire();  // of a file that lost its name, too
    index = std::move(*next);
    return {};
}

Expected<void> StoreWriter::State::make_room(std::uint64_t cost) {
    if (frames.bytes() + cost > summary.max_bytes) {
        ++summary.dropped;
        write_summary();
        return fail("store: full: " + human_bytes(frames.bytes()) + " in use and " +
                    human_bytes(cost) + " more is over store.max_bytes " +
                    human_bytes(summary.max_bytes) + ": raise it");
    }
    return {};
}

Expected<std::uint64_t> StoreWriter::State::name(const FrameDraft& draft) {
    const std::uint64_t serial = next_serial();
    if (const int error = draft.link(store.frames.get(), serial); error != 0) {
        ++summary.dropped;
        write_summary();
        return fail_errno("store: cannot name a frame of " + human_bytes(draft.length()), error);
    }
    frames.add(serial, draft.length());
    return serial;
}

void StoreWriter::State::drop(std::uint64_t serial) {
    if (frames.drop(serial)) {
        remove_name(store.frames.get(), frame_name(serial).data());
    }
}

void StoreWriter::State::exchange(std::uint32_t entry, const Descriptor& next, bool tell) {
    Descriptor told = next;
    if (tell) {
        told.generation = ++generation;
    }
    index.write(entry, told);
    if (tell) {
        index.announce(entry);
    }
    const std::vector<FrameUse> old = frames_of(std::exchange(descriptors[entry], told));
    for (const FrameUse& use : old) {
        drop(use.serial);
    }
}

void StoreWriter::State::hold(const Descriptor& descriptor) {
    for (const FrameUse& use : frames_of(descriptor)) {
        frames.add(use.serial, use.length);
    }
}

void StoreWriter::State::learn_headers() {
    std::unordered_set<std::uint64_t> seen{0};
    for (const Descriptor& descriptor : descriptors) {
        const std::uint64_t serial = descriptor.headers_serial;
        if (!seen.insert(serial).second) {
            continue;
        }
        std::string text(descriptor.headers_length, '\0');
        const Fd fd = open_frame(store.frames.get(), serial, text.size());
        if (fd &&
            ::pread(fd.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) {
            headers.try_emplace(content_hash(std::as_bytes(std::span{text})), serial);
        }
    }
}

Expected<std::uint64_t> StoreWriter::State::headers_frame(std::string_view text) {
    const auto bytes = std::as_bytes(std::span{text});
    const std::uint64_t hash = content_hash(bytes);
    if (const auto known = headers.find(hash); known != headers.end()) {
        if (frames.length(known->second) == text.size() && has_frame(known->second, text.size())) {
            frames.add(known->second, text.size());
            return known->second;
        }
        headers.erase(known);
    }
    const FrameDraft draft = FrameDraft::create(store.frames.get(), bytes);
    if (!draft) {
        return fail_errno("store: cannot write response headers", errno);
    }
    auto serial = name(draft);
    if (serial) {
        headers[hash] = *serial;
    }
    return serial;
}

bool same_answer(const Descriptor& a, const Descriptor& b) {
    if (a.kind != b.kind || a.flags != b.flags || a.status != b.status ||
        a.max_age_s != b.max_age_s || a.stale_while_revalidate_s != b.stale_while_revalidate_s ||
        a.groups != b.groups || a.target != b.target || a.type() != b.type() ||
        a.frame_count != b.frame_count) {
        return false;
    }
    for (std::size_t i = 0; i < a.frame_count; ++i) {
        if (a.frames[i].etag != b.frames[i].etag || a.frames[i].length != b.frames[i].length ||
            a.frames[i].encoding != b.frames[i].encoding) {
            return false;
        }
        // livecamd renders a page again and means the same one; who puts a file gives its time.
        if ((a.flags & kFlagForeign) != 0 && a.frames[i].changed_at != b.frames[i].changed_at) {
            return false;
        }
    }
    return true;
}

}  // namespace livecam
