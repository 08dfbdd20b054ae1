#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "shared/store_budget.h"
#include "sidecar/ctl/commands.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/picture/inspect.h"

namespace livecam::ctl {
namespace {

/// What one path may hold; a mistyped file name must not fill the store.
constexpr std::size_t kMaxBytes = 256u << 20;

struct Content {
    std::vector<std::byte> bytes;
    std::int64_t mtime_ms = 0;
};

Expected<Content> read(const std::string& file) {
    const bool standard_input = file == "-";
    Fd fd{standard_input ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status;
    if (!fd || ::fstat(fd.get(), &status) != 0) {
        return fail_errno("cannot read " + file, errno);
    }
    Content content;
    const timespec& time = status.st_mtim;
    content.mtime_ms = standard_input ? std::int64_t{::time(nullptr)} * 1000
                                      : std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
    std::byte buffer[64 * 1024];
    for (;;) {
        const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
        if (got < 0 && errno != EINTR) {
            return fail_errno("cannot read " + file, errno);
        }
        if (got == 0) {
            return content;
        }
        if (got > 0) {
            content.bytes.insert(content.bytes.end(), buffer, buffer + got);
        }
        if (content.bytes.size() > kMaxBytes) {
            return fail(file + " is larger than " + human_bytes(kMaxBytes));
        }
    }
}

std::string type_of(const std::vector<std::byte>& bytes) {
    const picture::Inspection found = picture::inspect(bytes);
    return found.reason == Reason::kNone ? std::string(media_type(found.type))
                                         : "application/octet-stream";
}

}  // namespace

int put(const std::string& store, const PutOptions& options) {
    if (options.path.empty() || options.path[0] != '/') {
        return say("the path \"" + options.path + "\" must begin with /");
    }
    auto content = read(options.file);
    if (!content) {
        return say(content.error().message);
    }
    Descriptor next;
    next.kind = Kind::kBody;
    next.flags = kFlagForeign;
    const std::string type = options.type.empty() ? type_of(content->bytes) : options.type;
    if (!next.set_type(type)) {
        return say("the type \"" + type + "\" is not visible ASCII below 64 bytes");
    }
    auto writer = open_writer(store);
    if (!writer) {
        return say(writer.error().message);
    }
    const auto entry = writer->ensure(options.path);
    if (!entry) {
        return say(entry.error().message);
    }
    const Kind kind = writer->descriptor(*entry).kind;
    if (kind != Kind::kNone && kind != Kind::kBody) {
        return say(options.path + " belongs to livecamd; only bodies can be put");
    }
    Variant variant{Encoding::kIdentity,
                    FrameDraft::create(writer->frames_directory(), content->bytes)};
    if (!variant.draft) {
        return say("cannot write " + human_bytes(content->bytes.size()) + " into " + store + ": " +
                   std::strerror(errno));
    }
    const std::int64_t changed_at = options.mtime ? *options.mtime * 1000 : content->mtime_ms;
    if (auto done = writer->publish_body(*entry, {&variant, 1}, changed_at, next); !done) {
        return say(done.error().message);
    }
    return 0;
}

}  // namespace livecam::ctl
