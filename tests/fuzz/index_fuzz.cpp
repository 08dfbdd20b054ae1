// Any bytes in any place of the index, and of demand, before, between and while they are read. The
// input is a list of steps: what is written where, and when a reader looks.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "shared/demand.h"
#include "shared/frame_file.h"
#include "shared/sigbus_guard.h"
#include "tests/fuzz/index_store.h"

namespace {

using namespace livecam;
using livecam::fuzz::IndexStore;
using livecam::fuzz::require;

constexpr std::uint64_t kHead = sizeof(layout::Header);

class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size)
        : rest_(reinterpret_cast<const char*>(data), size) {}

    bool empty() const { return rest_.empty(); }
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const char c : text(bytes)) {
            value = value << 8 | static_cast<unsigned char>(c);
        }
        return value;
    }
    std::string_view text(std::size_t bytes) {
        const std::string_view taken = rest_.substr(0, bytes);
        rest_.remove_prefix(taken.size());
        return taken;
    }

  private:
    std::string_view rest_;
};

void open_frames(const IndexStore& store, const StoreReader& reader, const Descriptor& d) {
    require(d.frame_count <= layout::kMaxFrames && d.type().size() < layout::kContentTypeBytes);
    for (std::size_t i = 0; i < d.frame_count; ++i) {
        const Fd fd = open_frame(reader.frames(), d.frames[i].serial, d.frames[i].length);
        require(!fd || store.in_frames(fd.get()));
    }
    open_frame(reader.frames(), d.headers_serial, d.headers_length);
}

void look_up(const IndexStore& store, const StoreReader& reader, std::string_view path) {
    Descriptor descriptor;
    if (const auto entry = reader.index().find(path);
        entry && reader.index().read(*entry, descriptor)) {
        open_frames(store, reader, descriptor);
    }
}

/// Everything a worker and livecamctl read.
void use(const IndexStore& store, const StoreReader& reader) {
    const IndexView& index = reader.index();
    for (const char* path : {"/", "/image/a", "/image/b", "/image/", "/nowhere"}) {
        look_up(store, reader, path);
    }
    const std::uint32_t count = std::min<std::uint32_t>(index.entry_count(), 64);
    for (std::uint32_t entry = 0; entry < count; ++entry) {
        const std::string_view key = index.key(entry);
        require(key.empty() || IndexStore::mapped(key));
        Descriptor descriptor;
        index.read(entry, descriptor);
    }
    Summary summary;
    index.summary(summary);
    index.phase();
    index.sidecar_alive(1);
    const std::uint64_t generation = index.generation();
    std::uint64_t told = 0;
    index.changes(generation - 8, generation, [&](std::uint32_t) { ++told; });
    index.changes(0, generation, [&](std::uint32_t) { ++told; });
    require(told <= 65536 + 8);
    const DemandFile demand = DemandFile::open(reader.directory(), index.epoch());
    demand.add(1, 1, 1);
    demand.read(7);
}

struct Patch {
    std::uint64_t offset;
    std::string_view bytes;
};

Patch read_patch(Input& input, std::uint64_t first, std::uint64_t range) {
    const std::uint64_t offset = first + input.number(2) % range;
    return {offset, input.text(input.number(1) % 16 + 1)};
}

void run(const IndexStore& store, Input& input, std::vector<Patch>& patches) {
    std::int64_t now = 1;
    StoreReader reader(store.path().c_str(), ::geteuid());
    reader.refresh(now);
    while (!input.empty()) {
        const std::uint64_t step = input.number(1) % 10;
        switch (step) {
            case 0:
            case 1:
            case 2:
                patches.push_back(step == 0   ? read_patch(input, 0, kHead)
                                  : step == 1 ? read_patch(input, kHead, 2048)
                                              : read_patch(input, 0, store.length()));
                store.patch(patches.back().offset, patches.back().bytes);
                break;
            case 3:
                store.forge_checksums();
                break;
            case 4:
                store.resize(input.number(2) % (2 * store.length()));
                break;
            case 5:
                store.resize(store.length());
                break;
            case 6:
                now += kIdentityCheckMs;
                reader.refresh(now);
                break;
            case 7:
                use(store, reader);
                break;
            case 8:
                look_up(store, reader, input.text(input.number(1)));
                break;
            case 9: {
                const Patch patch = read_patch(input, 0, 256);
                store.patch_demand(patch.offset, patch.bytes);
                break;
            }
        }
    }
    use(store, reader);
    StoreReader fresh(store.path().c_str(), ::geteuid());
    fresh.refresh(1);
    use(store, fresh);
}

/// Goes on writing what was written, and what was there, while a reader looks.
void run_at_once(IndexStore& store, const std::vector<Patch>& patches) {
    std::atomic<bool> ended{false};
    std::thread hostile([&] {
        while (!ended) {
            for (const Patch& patch : patches) {
                store.patch(patch.offset, patch.bytes);
            }
            store.forge_checksums();
            store.restore();
        }
    });
    std::int64_t now = 1;
    StoreReader reader(store.path().c_str(), ::geteuid());
    for (int i = 0; i < 4; ++i) {
        now += kIdentityCheckMs;
        reader.refresh(now);
        use(store, reader);
    }
    ended = true;
    hostile.join();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool guarded = sigbus_guard::install();
    require(guarded);
    IndexStore& store = IndexStore::get();
    store.restore();
    Input input(data, std::min<std::size_t>(size, 4096));
    std::vector<Patch> patches;
    run(store, input, patches);
    if (!patches.empty()) {
        run_at_once(store, patches);
    }
    return 0;
}
