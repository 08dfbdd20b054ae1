#include "tests/kill/scenarios.h"

#include <cstdio>
#include <cstring>

#include "tests/kill/trace.h"
#include "tests/kill/tracee.h"
#include "tests/kill/writers.h"

namespace livecam::kill_points {
namespace {

using Action = void (*)();
using Done = bool (*)(const Findings&);

/// The kill at the last mark is one of a writer that had finished: if that did nothing, no other
/// point is worth anything.
void expect(Tally& tally, bool done) {
    if (!done) {
        Findings nothing;
        nothing.add("the writer that was not disturbed did nothing");
        tally.add(tally.points, nothing);
    }
}

void each_instruction(ExaminerProcess& examiner, Tally& tally, Action action, Done done) {
    Trace trace;
    examiner.prepare(Litter::kNone);
    {
        Tracee writer(action);
        trace.record(writer);
    }
    Findings findings;
    for (std::size_t point = 0; point <= trace.count(); ++point) {
        examiner.prepare(Litter::kNone);
        Tracee writer(action);
        trace.follow(writer, point);
        writer.kill();
        findings = examiner.look_and_restart();
        tally.add(point, findings);
    }
    expect(tally, done(findings));
}

/// Stands at the n-th entry or exit of a system call, or false at the second mark.
bool follow_calls(Tracee& writer, std::uint64_t n) {
    for (; n > 0; --n) {
        if (!writer.to_system_call()) {
            return false;
        }
    }
    return true;
}

void each_system_call(ExaminerProcess& examiner, Tally& tally, Action action, Litter litter,
                      Done done) {
    for (std::uint64_t point = 0;; ++point) {
        examiner.prepare(litter);
        Tracee writer(action);
        const bool inside = follow_calls(writer, point);
        writer.kill();
        const Findings findings = examiner.look_and_restart();
        tally.add(point, findings);
        if (!inside) {
            expect(tally, done(findings));
            return;
        }
    }
}

bool new_picture(const Findings& findings) {
    return findings.picture > kOldVersion;
}
bool new_page(const Findings& findings) {
    return findings.page > kOldVersion;
}
bool replaced(const Findings& findings) {
    return findings.replaced;
}

void picture_instructions(ExaminerProcess& examiner, Tally& tally) {
    each_instruction(examiner, tally, publish_picture, new_picture);
}

void page_instructions(ExaminerProcess& examiner, Tally& tally) {
    each_instruction(examiner, tally, publish_page, new_page);
}

void picture_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, publish_picture, Litter::kNone, new_picture);
}

void page_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, publish_page, Litter::kNone, new_page);
}

void grow_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, grow, Litter::kNone, replaced);
}

void start_grown_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, start_grown, Litter::kNone, replaced);
}

/// Down to the older layout; the start after each kill goes up again.
void start_relaid_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, start_relaid, Litter::kNone, replaced);
}

void sweep_system_calls(ExaminerProcess& examiner, Tally& tally) {
    each_system_call(examiner, tally, start, Litter::kOrphansAndIndexNew,
                     [](const Findings& findings) { return !findings.orphan; });
}

/// A start after a writer that was killed in its publish: once between latch and ring, once between
/// latch and unlink, once before the latch.
void start_system_calls(ExaminerProcess& examiner, Tally& tally) {
    Trace trace;
    examiner.prepare(Litter::kNone);
    {
        Tracee writer(publish_picture);
        trace.record(writer);
    }
    std::size_t seen[3] = {};  // instructions until each of them
    for (std::size_t point = 1; point <= trace.count() && (!seen[0] || !seen[1] || !seen[2]);
         ++point) {
        examiner.prepare(Litter::kNone);
        Tracee writer(publish_picture);
        trace.follow(writer, point);
        writer.kill();
        const Findings findings = examiner.look();
        const int kind = findings.untold                  ? 0
                         : !findings.orphan               ? 3
                         : findings.picture > kOldVersion ? 1
                                                          : 2;
        if (kind < 3 && seen[kind] == 0) {
            seen[kind] = point;
        }
    }
    for (const std::size_t first : seen) {
        expect(tally, first != 0);
        for (std::uint64_t point = 0;; ++point) {
            examiner.prepare(Litter::kNone);
            Tracee publisher(publish_picture);
            trace.follow(publisher, first);
            publisher.kill();
            const Findings before = examiner.look();
            Tracee starter(start);
            const bool inside = follow_calls(starter, point);
            starter.kill();
            Findings findings = examiner.look_and_restart();
            findings.bad += before.bad;
            tally.add(point, findings);
            if (!inside) {
                break;
            }
        }
    }
}

/// Two kills: one at every point of an index replacement, one at every point of the start after it.
/// Of points that leave the same store, one is followed by starts.
void grow_then_start(ExaminerProcess& examiner, Tally& tally) {
    std::uint64_t state = 0;
    bool growing = true;
    for (std::uint64_t first = 0; growing; ++first) {
        bool starting = true;
        for (std::uint64_t second = 0; starting; ++second) {
            examiner.prepare(Litter::kNone);
            Tracee grower(grow);
            growing = follow_calls(grower, first);
            grower.kill();
            const Findings before = examiner.look();
            if (second == 0 && before.state == state) {
                break;
            }
            state = before.state;
            Tracee starter(start);
            starting = follow_calls(starter, second);
            starter.kill();
            Findings findings = examiner.look_and_restart();
            findings.bad += before.bad;
            tally.add(first * 1000 + second, findings);
        }
    }
}

constexpr Scenario kScenarios[] = {
    {"picture_instructions", 1000, picture_instructions},
    {"picture_system_calls", 6, picture_system_calls},
    {"page_instructions", 2000, page_instructions},
    {"page_system_calls", 20, page_system_calls},
    {"start_system_calls", 200, start_system_calls},
    {"start_grown_system_calls", 100, start_grown_system_calls},
    {"start_relaid_system_calls", 100, start_relaid_system_calls},
    {"sweep_system_calls", 100, sweep_system_calls},
    {"grow_system_calls", 50, grow_system_calls},
    {"grow_then_start", 1000, grow_then_start},
};

}  // namespace

void Tally::add(std::uint64_t point, const Findings& findings) {
    ++points;
    if (findings.bad != 0 && bad++ == 0) {
        std::snprintf(first, sizeof first, "point %llu: %.220s",
                      static_cast<unsigned long long>(point), findings.first);
    }
}

const Scenario* find_scenario(const char* name) {
    for (const Scenario& scenario : kScenarios) {
        if (std::strcmp(scenario.name, name) == 0) {
            return &scenario;
        }
    }
    return nullptr;
}

}  // namespace livecam::kill_points
