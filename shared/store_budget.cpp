#include "shared/store_budget.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstdio>

#include "shared/frame_file.h"
#include "shared/frame_listing.h"
#include "shared/layout.h"

namespace livecam {

std::string human_bytes(std::uint64_t bytes) {
    constexpr const char* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < std::size(units)) {
        value /= 1024;
        ++unit;
    }
    char text[32];
    const bool whole = value == static_cast<double>(static_cast<std::uint64_t>(value));
    std::snprintf(text, sizeof text, whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return text;
}

std::uint64_t held_bytes(int directory, int frames) {
    struct stat status;
    std::uint64_t held = 0;
    if (::fstatat(directory, layout::kIndexName, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        held += frame_cost(static_cast<std::uint64_t>(status.st_size));
    }
    for (const std::uint64_t serial : named_serials(frames)) {
        if (::fstatat(frames, frame_name(serial).data(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
            held += frame_cost(static_cast<std::uint64_t>(status.st_size));
        }
    }
    return held;
}

Expected<std::uint64_t> frame_budget(int directory, const std::string& path,
                                     std::optional<std::uint64_t> wanted, std::uint64_t index_bytes,
                                     std::uint64_t held_bytes) {
    struct statvfs fs;
    if (::fstatvfs(directory, &fs) != 0) {
        return fail_errno("store: cannot ask the file system of " + path, errno);
    }
    const std::uint64_t free = std::uint64_t{fs.f_bavail} * fs.f_frsize + held_bytes;
    if (!wanted) {
        return free / 2;
    }
    const std::uint64_t need = *wanted + index_bytes;
    if (need > free) {
        const std::uint64_t total = std::uint64_t{fs.f_blocks} * fs.f_frsize;
        return fail("store: " + path + " needs " + human_bytes(need) + " (max_bytes " +
                    human_bytes(*wanted) + " and index), its file system has " + human_bytes(free) +
                    " free of " + human_bytes(total) +
                    ": raise its size= or lower store.max_bytes");
    }
    return *wanted;
}

}  // namespace livecam
