#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

#include <fcntl.h>

#include "shared/demand.h"
#include "shared/layout.h"
#include "sidecar/ctl/check.h"
#include "sidecar/ctl/printable.h"

namespace livecam::ctl {
namespace {

constexpr char kAnew[] = "restart livecamd, which makes the index anew";

void check_entry(const IndexView& index, std::uint32_t entry, const std::string& path,
                 Findings& findings) {
    const std::string key{index.key(entry)};
    const auto fault = [&](const std::string& what) {
        findings.push_back(
            {path, fmt::format("entry {} ({}) {}", entry, printable(key), what), kAnew});
    };
    if (key.empty() || index.find(key) != entry) {
        return fault("is not found by its key");
    }
    Descriptor descriptor;
    descriptor.kind = Kind::kVersion;  // stays if the latch cannot be read
    if (!index.read(entry, descriptor)) {
        if (descriptor.kind != Kind::kNone) {
            fault("cannot be read");
        }
        return;
    }
    if (descriptor.target != layout::kAnyEntry && descriptor.target >= index.entry_count()) {
        fault(fmt::format("leads to entry {} of {}", descriptor.target, index.entry_count()));
    }
    if (descriptor.generation > index.generation()) {
        fault(fmt::format("has generation {}, the index {}", descriptor.generation,
                          index.generation()));
    }
}

void check_demand(const StoreReader& reader, Findings& findings) {
    const std::string path = std::string(reader.path()) + "/" + layout::kDemandName;
    struct stat status;
    if (::fstatat(reader.directory(), layout::kDemandName, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(status.st_mode)) {
        return;  // check_files said so
    }
    const std::uint64_t least = DemandFile::length_for(reader.index().entry_count());
    const auto length = static_cast<std::uint64_t>(status.st_size);
    if (length < least) {
        findings.push_back({path,
                            fmt::format("has {} bytes, {} entries need {}", length,
                                        reader.index().entry_count(), least),
                            "restart livecamd, which makes it anew"});
    } else if (!DemandFile::open(reader.directory(), reader.index().epoch())) {
        findings.push_back({path, "is not of this index, or this user may not open it",
                            "restart livecamd, which makes it anew"});
    }
}

}  // namespace

void check_index(const StoreReader& reader, Findings& findings, Checked& checked) {
    const IndexView& index = reader.index();
    const std::string path = std::string(reader.path()) + "/" + layout::kIndexName;
    checked.paths = index.entry_count();
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        check_entry(index, entry, path, findings);
    }
    if (!index.intact()) {
        findings.push_back({path, "preamble or geometry is damaged", kAnew});
    }
    check_demand(reader, findings);
}

}  // namespace livecam::ctl
