// latch_check <case>: runs one case of the latch under Relacy. 0 if it ended as it must: the latch
// without a violation in any execution that the scheduler has, a bait with a failed assertion.
#include "tests/model/relacy/latch_tests.h"
#include "tests/model/relacy/ring_tests.h"

namespace {

using namespace livecam::model;

constexpr Orders kAll{};
constexpr Orders kNoReleaseOnSequence{.sequence_release = false};
constexpr Orders kNoAcquireOnSequence{.sequence_acquire = false};
constexpr Orders kNoReleaseOnData{.data_release = false};
constexpr Orders kNoAcquireOnData{.data_acquire = false};
constexpr Orders kRelaxedData{.data_release = false, .data_acquire = false};

enum class Expect { kHolds, kFails };

struct Search {
    rl::scheduler_type_e scheduler;
    unsigned bound;  // preemptions at most, for sched_bound
};
constexpr Search kExhaustive{rl::sched_full, 0};

template <class Test>
int run(Expect expect, Search search) {
    rl::test_params params;
    params.search_type = search.scheduler;
    params.context_bound = search.bound;
    params.iteration_count = ~rl::iteration_t{0} / 2;  // until the scheduler has no more
    std::ostream nowhere{nullptr};
    params.progress_stream = &nowhere;
    // The failed execution goes to std::cout. Not to a string: inside a run Relacy owns operator
    // new.
    rl::simulate<Test>(params);

    const bool held = params.test_result == rl::test_result_success;
    const bool failed = params.test_result == rl::test_result_user_assert_failed;
    std::cout << (search.scheduler == rl::sched_full
                      ? std::string("every execution")
                      : "every execution of at most " + std::to_string(search.bound) +
                            " preemptions")
              << ": " << params.stop_iteration << " executions, "
              << rl::test_result_str(params.test_result) << '\n';
    if (expect == Expect::kFails && !failed) {
        std::cout << "this bait must fail an assertion\n";
    }
    return (expect == Expect::kHolds ? held : failed) ? 0 : 1;
}

struct Case {
    std::string_view name;
    int (*run)();
};

template <Orders kOrders>
int bait() {
    return run<Check<Latch<kOrders>, 1, 1>>(Expect::kFails, kExhaustive);
}

/// The last argument of run() is the reach of the search: two readers, and the ring, have too many
/// executions for all of them.
constexpr Case kCases[] = {
    {"latch_one_reader", [] { return run<Check<Latch<kAll>, 1, 2>>(Expect::kHolds, kExhaustive); }},
    {"latch_two_readers",
     [] {
         return run<Check<Latch<kAll>, 2, 2>>(Expect::kHolds, {rl::sched_bound, 3});
     }},
    {"latch_writer_killed",
     [] {
         return run<Check<Latch<kAll>, 1, 2, Killed::kAtAnyStore>>(Expect::kHolds, kExhaustive);
     }},
    {"latch_writer_killed_two_publishes_follow",
     [] {
         return run<Check<Latch<kAll>, 1, 1, Killed::kAtAnyStore, 3>>(Expect::kHolds, kExhaustive);
     }},
    {"bait_no_release_on_the_sequence", bait<kNoReleaseOnSequence>},
    {"bait_no_acquire_on_the_sequence", bait<kNoAcquireOnSequence>},
    {"bait_no_release_on_the_data", bait<kNoReleaseOnData>},
    {"bait_no_acquire_on_the_data", bait<kNoAcquireOnData>},
    {"bait_relaxed_data_without_fences", bait<kRelaxedData>},
    {"bait_plain_seqlock_writer_killed",
     [] {
         return run<Check<PlainSeqlock, 1, 1, Killed::kAtAnyStore, 1>>(Expect::kFails, kExhaustive);
     }},
    {"ring",
     [] {
         return run<RingCheck<kAll, 2>>(Expect::kHolds, {rl::sched_bound, 6});
     }},
    {"bait_ring_no_release_on_the_generation",
     [] { return run<RingCheck<kNoReleaseOnSequence, 1>>(Expect::kFails, kExhaustive); }},
    {"bait_ring_no_acquire_on_the_generation",
     [] { return run<RingCheck<kNoAcquireOnSequence, 1>>(Expect::kFails, kExhaustive); }},
    {"bait_single_copy", [] { return run<Check<SingleCopy, 1, 1>>(Expect::kFails, kExhaustive); }},
};

}  // namespace

int main(int count, char** arguments) {
    for (const Case& known : kCases) {
        if (count == 2 && known.name == arguments[1]) {
            return known.run();
        }
    }
    std::cerr << "latch_check: one of these cases, please:";
    for (const Case& known : kCases) {
        std::cerr << ' ' << known.name;
    }
    std::cerr << '\n';
    return 2;
}
