#include "tests/stress/latch_probe.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "shared/latch.h"
#include "shared/layout.h"

namespace livecam::stress {
namespace {

/// A word of the index whose loads are counted.
class CountingWord {
  public:
    std::uint64_t load(std::memory_order order) const {
        ++loads;
        return word_.load(order);
    }
    static inline std::uint64_t loads = 0;

  private:
    layout::Word word_;
};
static_assert(sizeof(CountingWord) == sizeof(layout::Word));

struct CountingEntry {
    std::uint64_t fixed[4];
    CountingWord sequence;
    CountingWord reserved[3];
    CountingWord copies[2][layout::kDescriptorWords];
};
static_assert(sizeof(CountingEntry) == sizeof(layout::Entry));

constexpr std::uint64_t kLoadsOfATry = layout::kDescriptorWords + 2;

}  // namespace

LatchProbe::~LatchProbe() {
    if (base_ != nullptr) {
        ::munmap(base_, length_);
    }
}

bool LatchProbe::attach(int directory, std::uint64_t epoch) {
    const Fd file{::openat(directory, layout::kIndexName, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) {
        return false;
    }
    const auto length = static_cast<std::size_t>(status.st_size);
    void* base = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, file.get(), 0);
    if (base == MAP_FAILED) {
        return false;
    }
    if (base_ != nullptr) {
        ::munmap(base_, length_);
    }
    base_ = base;
    length_ = length;
    epoch_ = epoch;
    return true;
}

std::optional<int> LatchProbe::retries(std::uint32_t entry) const {
    const auto* header = static_cast<const layout::Header*>(base_);
    if (entry >= header->geometry.entry_capacity) {
        return 0;
    }
    const auto* entries = reinterpret_cast<const CountingEntry*>(static_cast<const char*>(base_) +
                                                                 header->geometry.entry_offset);
    std::array<std::uint64_t, layout::kDescriptorWords> words;
    CountingWord::loads = 0;
    if (!latch_read(entries[entry].sequence, entries[entry].copies, words)) {
        return std::nullopt;
    }
    return static_cast<int>(CountingWord::loads / kLoadsOfATry) - 1;
}

}  // namespace livecam::stress
