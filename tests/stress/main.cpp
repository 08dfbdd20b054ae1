// stress [--seconds N] [--seed N] [--bait NAME]: one writer and eight readers, killed at random,
// over one store. Fails if anything was torn, mixed, backwards, stuck or lost; with --bait, if not.
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>

#include "tests/stress/options.h"
#include "tests/stress/private_tmpfs.h"
#include "tests/stress/report.h"
#include "tests/stress/supervisor.h"

namespace {

using namespace livecam;
using namespace livecam::stress;

constexpr std::uint64_t kTmpfsBytes = 160 << 20;
constexpr std::uint64_t kBudget = 16 << 20;

Control* shared_control() {
    void* memory =
        ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::perror("stress: mmap");
        std::exit(2);
    }
    return new (memory) Control;
}

int run(const RunOptions& options, const std::string& base) {
    StoreOptions store;
    store.path = base + "/store";
    store.entries = 8;
    store.key_bytes = 64;
    const bool filled = mount_private_tmpfs(base, kTmpfsBytes);
    if (!filled) {
        std::puts("no private tmpfs is permitted here: store.max_bytes is filled up instead");
        store.max_bytes = kBudget;
        store.check_budget = true;
    }
    Control& control = *shared_control();
    Supervisor supervisor(control, store, options, filled ? base + "/fill" : std::string());
    supervisor.run();
    print(control, supervisor);
    if (options.bait != Bait::kNone) {
        const bool bitten = found(control.failures, options.bait);
        std::puts(bitten ? "the bait was found" : "the bait was NOT found");
        return bitten ? 0 : 1;
    }
    const bool whole = last_start(control, store);
    return enough(control, supervisor, true) && whole && control.failures.sum() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    RunOptions options;
    if (!parse(argc, argv, options)) {
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    ::umask(022);
    std::printf("seed %llu, %d s, bait %s\n", static_cast<unsigned long long>(options.seed),
                options.seconds, to_string(options.bait));
    std::string base = "/dev/shm/livecam-stress.XXXXXX";
    if (::mkdtemp(base.data()) == nullptr) {
        std::perror("stress: /dev/shm");
        return 2;
    }
    const int code = run(options, base);
    std::error_code ignored;
    std::filesystem::remove_all(base + "/store", ignored);
    ::umount2(base.c_str(), MNT_DETACH);  // does nothing if there is no mount of ours
    std::filesystem::remove_all(base, ignored);
    return code;
}
