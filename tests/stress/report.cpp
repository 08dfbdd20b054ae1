#include "tests/stress/report.h"

#include <sys/stat.h>

#include <cstdio>
#include <set>

#include "shared/frame_file.h"
#include "shared/frame_listing.h"
#include "shared/frame_table.h"
#include "shared/store_budget.h"

namespace livecam::stress {
namespace {

using ull = unsigned long long;

template <class Histogram>
void print_histogram(const char* what, const Histogram& histogram) {
    std::printf("%s", what);
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        if (const ull count = histogram[i]; count != 0) {
            std::printf("  %zu: %llu", i, count);
        }
    }
    std::printf("\n");
}

}  // namespace

void print(const Control& control, const Supervisor& supervisor) {
    const Counts& c = control.counts;
    const Failures& f = control.failures;
    std::printf(
        "published %llu, dropped %llu, starts %llu (refused %llu), grown %llu, "
        "layout changed %llu times\n",
        ull{c.published}, ull{c.dropped}, ull{c.starts}, ull{c.refused}, ull{c.grown},
        ull{c.relaid});
    std::printf("reads %llu (%llu MiB), without a picture %llu, frames looked at again %llu\n",
                ull{c.reads}, ull{c.read_bytes} >> 20, ull{c.nothing}, ull{c.held});
    std::printf("kills %llu, indexes thrown away %llu, tmpfs filled %llu times\n",
                ull{supervisor.kills()}, ull{supervisor.lost_indexes()}, ull{supervisor.fills()});
    print_histogram("retries of a read        ", control.retries);
    print_histogram("retries of the latch     ", control.latch_retries);
    std::printf("torn %llu, mixed %llu, backwards %llu, stuck %llu, lost %llu, unruly %llu\n",
                ull{f.torn}, ull{f.mixed}, ull{f.backwards}, ull{f.stuck}, ull{f.lost},
                ull{f.unruly});
}

bool last_start(const Control& control, const StoreOptions& options) {
    const auto writer = StoreWriter::open(options);
    if (!writer) {
        std::printf("the last start fails: %s\n", writer.error().message.c_str());
        return false;
    }
    std::set<std::uint64_t> referenced;
    for (std::uint32_t entry = 0; entry < writer->entry_count(); ++entry) {
        for (const FrameUse& use : frames_of(writer->descriptor(entry))) {
            referenced.insert(use.serial);
        }
    }
    std::set<std::uint64_t> named;
    std::uint64_t bytes = 0;
    for (const std::uint64_t serial : named_serials(writer->frames_directory())) {
        struct stat status {};
        ::fstatat(writer->frames_directory(), frame_name(serial).data(), &status, 0);
        bytes += frame_cost(static_cast<std::uint64_t>(status.st_size));
        named.insert(serial);
    }
    if (named != referenced || bytes != writer->summary().live_bytes) {
        std::printf("after the last start: %zu frames of %llu bytes, %zu of %llu are known\n",
                    named.size(), ull{bytes}, referenced.size(), ull{writer->summary().live_bytes});
        return false;
    }
    for (std::uint64_t number = 0; number < kCameras; ++number) {
        const auto entry = writer->find(camera_key(number));
        const std::int64_t version = entry ? writer->descriptor(*entry).frames[0].changed_at : 0;
        const bool lost = control.index_lost_ms != 0 && version == 0;
        if (!lost && static_cast<std::uint64_t>(version) < control.cameras[number].published) {
            std::printf("after the last start: camera %llu is at version %lld, not %llu\n",
                        ull{number}, static_cast<long long>(version),
                        ull{control.cameras[number].published});
            return false;
        }
    }
    return true;
}

bool enough(const Control& control, const Supervisor& supervisor, bool filled) {
    const Counts& c = control.counts;
    const bool all = c.published >= 50 && c.reads >= 500 && c.held >= 10 && c.grown >= 2 &&
                     c.relaid >= 2 && c.starts >= 3 && supervisor.kills() >= kReaders + 5 &&
                     c.dropped >= 1 && (!filled || supervisor.fills() >= 1);
    if (!all) {
        std::puts("too little took place for this to say anything");
    }
    return all;
}

bool found(const Failures& failures, Bait bait) {
    switch (bait) {
        case Bait::kNone:
            break;
        case Bait::kOverwrite:
            return failures.torn > 0;
        case Bait::kWrongFrame:
            return failures.mixed > 0;
        case Bait::kDeafReader:
            return failures.backwards + failures.stuck + failures.lost > 0;
    }
    return false;
}

}  // namespace livecam::stress
