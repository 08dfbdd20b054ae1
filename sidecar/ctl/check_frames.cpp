#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unordered_set>

#include "shared/frame_file.h"
#include "shared/frame_table.h"
#include "shared/hash.h"
#include "sidecar/ctl/check.h"
#include "sidecar/ctl/printable.h"

namespace livecam::ctl {
namespace {

/// No picture and no page is larger; what claims to be is not read into memory.
constexpr std::uint64_t kMaxFrame = std::uint64_t{1} << 30;

bool refers(const Descriptor& descriptor, std::uint64_t serial) {
    for (const FrameUse& use : frames_of(descriptor)) {
        if (use.serial == serial) {
            return true;
        }
    }
    return false;
}

std::unordered_set<std::uint64_t> referenced(const IndexView& index) {
    std::unordered_set<std::uint64_t> serials;
    Descriptor descriptor;
    for (std::uint32_t entry = 0; entry < index.entry_count(); ++entry) {
        if (index.read(entry, descriptor)) {
            for (const FrameUse& use : frames_of(descriptor)) {
                serials.insert(use.serial);
            }
        }
    }
    return serials;
}

/// What is wrong with a frame; empty if nothing is. `etag` 0: not hashed.
std::string fault_of(int frames, std::uint64_t serial, std::uint64_t length, std::uint64_t etag) {
    struct stat status;
    if (::fstatat(frames, frame_name(serial).data(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::strerror(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return "is no regular file";
    }
    if (static_cast<std::uint64_t>(status.st_size) != length || length > kMaxFrame) {
        return fmt::format("has {} bytes of {}", status.st_size, length);
    }
    if ((status.st_mode & 0777) != 0640) {
        return fmt::format("has mode {:04o}, not 0640", status.st_mode & 0777);
    }
    const Fd fd = open_frame(frames, serial, length);
    std::vector<std::byte> bytes(length);
    if (!fd || ::pread(fd.get(), bytes.data(), length, 0) != static_cast<ssize_t>(length)) {
        return std::string("cannot be read: ") + std::strerror(errno);
    }
    const std::uint64_t hash = content_hash(bytes);
    return etag == 0 || hash == etag ? ""
                                     : fmt::format("has hash {:016x}, not {:016x}", hash, etag);
}

/// Looks again where the frame has been replaced meanwhile.
void check_entry(const StoreReader& reader, std::uint32_t entry, Findings& findings,
                 Checked& checked) {
    Descriptor d;
    if (!reader.index().read(entry, d)) {
        return;
    }
    const auto check = [&](std::uint64_t serial, std::uint64_t length, std::uint64_t etag) {
        ++checked.frames;
        checked.bytes += length;
        const std::string fault = fault_of(reader.frames(), serial, length, etag);
        Descriptor now;
        if (fault.empty() || !reader.index().read(entry, now) || !refers(now, serial)) {
            return;
        }
        findings.push_back(
            {fmt::format("{}/frames/{} of {}", reader.path(), frame_name(serial).data(),
                         printable(reader.index().key(entry))),
             fault, "restart livecamd, which takes it out and fetches anew"});
    };
    for (std::size_t i = 0; i < d.frame_count; ++i) {
        check(d.frames[i].serial, d.frames[i].length, d.frames[i].etag);
    }
    if (d.headers_serial != 0) {
        check(d.headers_serial, d.headers_length, 0);
    }
}

std::vector<std::string> names_without_use(const StoreReader& reader) {
    std::vector<std::string> names;
    std::error_code error;
    // The names first: what is published after them is in the index by the time it is read.
    for (const auto& found : std::filesystem::directory_iterator(
             std::string(reader.path()) + "/" + layout::kFramesName, error)) {
        names.push_back(found.path().filename());
    }
    const auto used = referenced(reader.index());
    std::erase_if(names,
                  [&](const std::string& name) { return used.count(frame_serial(name)) != 0; });
    return names;
}

}  // namespace

void check_frames(const StoreReader& reader, Findings& findings, Checked& checked) {
    for (std::uint32_t entry = 0; entry < reader.index().entry_count(); ++entry) {
        check_entry(reader, entry, findings, checked);
    }
    // A frame has its name before, and until after, a descriptor leads to it: only what stays
    // without use is an orphan.
    std::vector<std::string> orphans = names_without_use(reader);
    for (int i = 1; i < kLooks && !orphans.empty() && written_now(reader.index()); ++i) {
        let_writer_go_on();
        const std::vector<std::string> still = names_without_use(reader);
        std::erase_if(orphans, [&](const std::string& name) {
            return std::find(still.begin(), still.end(), name) == still.end();
        });
    }
    for (const std::string& name : orphans) {
        findings.push_back({fmt::format("{}/frames/{}", reader.path(), printable(name)),
                            "no path uses it", "restart livecamd, which removes orphans"});
    }
}

}  // namespace livecam::ctl
