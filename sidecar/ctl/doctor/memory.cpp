#include <spdlog/fmt/fmt.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>

#include "shared/store_budget.h"
#include "sidecar/ctl/doctor/examination.h"
#include "sidecar/ctl/doctor/process.h"
#include "sidecar/ctl/huge_pages.h"
#include "sidecar/ctl/store_access.h"
#include "sidecar/plan/measure.h"

namespace livecam::ctl {
namespace {

/// What livecamd itself takes beside its pictures, for a small wall.
constexpr std::uint64_t kProcess = 64 << 20;
constexpr std::uint64_t kMiB = 1 << 20;

std::string in_mib(std::uint64_t bytes) {
    return fmt::format("{}M", (bytes + kMiB - 1) / kMiB);
}

/// `have` of everything that is not the store's.
void look_at_file_system(Examination& e, const plan::Plan& plan, std::uint64_t held) {
    struct statvfs fs;
    if (::statvfs(e.store.c_str(), &fs) != 0 || fs.f_blocks == 0) {
        return;  // a tmpfs without size= has no limit
    }
    const std::uint64_t total = std::uint64_t{fs.f_blocks} * fs.f_frsize;
    const std::uint64_t free = std::uint64_t{fs.f_bavail} * fs.f_frsize + held;
    const std::uint64_t need = plan.max_bytes + plan.index;
    if (need > total) {
        e.find(e.store,
               fmt::format("its file system has {}, store.max_bytes and index need {}",
                           human_bytes(total), human_bytes(need)),
               fmt::format("mount a tmpfs there with size={} or lower store.max_bytes",
                           in_mib(plan.tmpfs)));
    } else if (need > free) {
        e.find(e.store,
               fmt::format("others use its file system, which leaves {} of the {} that "
                           "store.max_bytes and index need",
                           human_bytes(free), human_bytes(need)),
               "mount a tmpfs for the store alone, or remove what is not livecam's");
    } else if (plan.tmpfs > total) {
        e.note(
            fmt::format("{}: with slow clients the store may need {}, its file system has {}: "
                        "see livecamctl plan",
                        e.store, human_bytes(plan.tmpfs), human_bytes(total)));
    }
}

void look_at_machine(Examination& e, std::uint64_t max_bytes) {
    struct sysinfo machine;
    if (::sysinfo(&machine) == 0) {
        const std::uint64_t memory = std::uint64_t{machine.totalram} * machine.mem_unit;
        if (max_bytes + kProcess > memory) {
            e.find("store.max_bytes",
                   fmt::format("is {}, this machine has {} of memory", human_bytes(max_bytes),
                               human_bytes(memory)),
                   "lower it");
        }
    }
    const auto limit = e.daemon ? memory_limit(e.daemon->pid) : std::nullopt;
    if (limit && limit->bytes < max_bytes + kProcess) {
        e.find("store.max_bytes",
               fmt::format("is {}, the control group {} may use {}, which livecamd itself needs a "
                           "part of",
                           human_bytes(max_bytes), limit->group, human_bytes(limit->bytes)),
               fmt::format("MemoryMax={} in livecamd's unit, or lower store.max_bytes",
                           in_mib(max_bytes + 4 * kProcess)));
    }
}

}  // namespace

void look_at_memory(Examination& e) {
    if (const auto advice = huge_pages_advice(e.store)) {
        e.note(*advice);
    }
    if (!e.settings) {
        return;
    }
    e.settings->store.path = e.store;
    auto question = plan::measure(*e.settings);
    if (!question) {
        e.find(e.config, question.error().message, "mend it");
        return;
    }
    question->image_bytes = average_image(e.store).value_or(0);
    const plan::Plan plan = plan::make_plan(*question);
    Summary summary;
    if (e.index != nullptr && e.index->summary(summary) && summary.dropped > 0) {
        e.note(fmt::format("{}: {} updates found no room since the store was made", e.store,
                           summary.dropped));
    }
    if (question->store.max_bytes && plan.max_bytes < plan.frames) {
        e.find("store.max_bytes",
               fmt::format("is {}, pictures and pages need {}", human_bytes(plan.max_bytes),
                           human_bytes(plan.frames)),
               fmt::format("raise it to {}, or lower store.keep", in_mib(plan.frames)));
    }
    look_at_file_system(e, plan, store_bytes(e.store));
    look_at_machine(e, plan.max_bytes);
}

}  // namespace livecam::ctl
