// bench_serve: what a request costs the server, beside everybody else who could serve the same.
//
//   bench_serve                              all works, about ten minutes
//   bench_serve --work image20,page-gzip     these works
//   bench_serve --markdown - --svg plot.svg  the README's table and picture
//
// nginx has one processor and the load the other; servers take turns, several rounds, and medians
// count. tests/bench/README.md says how to read it.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "tests/bench/private_tmpfs.h"
#include "tests/bench/serve/findings.h"
#include "tests/bench/serve/other_loads.h"
#include "tests/e2e/certificate.h"
#include "tests/e2e/temp_dir.h"

namespace {

using namespace livecam::bench;

struct Options {
    std::vector<std::string> works;
    Rounds rounds;
    bool short_form = false;
    bool strict = false;
    bool hold = false;
    std::string markdown;
    std::string json;
    std::string svg;
};

/// What --work may name beside all_works().
constexpr const char* kFindings[] = {"tail", "slow", "calls", "idle"};

void write(const std::string& file, const std::string& text) {
    if (file == "-") {
        std::printf("\n%s", text.c_str());
    } else if (!file.empty()) {
        livecam::e2e::write_file(file, text);
    }
}

void raise_file_limit() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

/// Those with these names; all of them if there are none. Exits with 2 at an unknown one.
std::vector<Work> chosen(const std::vector<std::string>& names) {
    std::vector<Work> works = all_works();
    if (names.empty()) {
        return works;
    }
    std::string known;
    for (const char* other : kFindings) {
        known += std::string(" ") + other;
    }
    for (const Work& work : works) {
        known += " " + work.name;
    }
    for (const std::string& name : names) {
        if ((known + " ").find(" " + name + " ") == std::string::npos) {
            std::fprintf(stderr, "bench_serve: there is no work \"%s\"; there are:%s\n",
                         name.c_str(), known.c_str());
            std::exit(2);
        }
    }
    std::erase_if(works, [&](const Work& work) {
        return std::find(names.begin(), names.end(), work.name) == names.end();
    });
    return works;
}

/// What --short takes: nothing that a target says, but what a mistake of size would exceed.
void shorten(Options& options) {
    options.works = {"image20", "image545", "304", "page-gzip", "wall40-zipf", "slow"};
    options.rounds.count = 7;
    options.rounds.drop = true;
    options.rounds.milliseconds = 100;
}

/// How far ours may be above the best of the others before a short run fails. Walls that change are
/// only to be served without a wrong answer.
bool grossly_missed(const WorkResult& result) {
    constexpr double kMost = 2;
    return !result.work.changing && !result.best.empty() && result.ratio > kMost;
}

/// For perf, strace and other loads: everything is there until a signal ends this program.
[[noreturn]] void hold(const Peers& peers) {
    for (const Server* server : peers.servers()) {
        std::printf("%s: port %d, TLS %d, process %d\n", server->name.c_str(), server->port,
                    server->tls_port, server->serving.front());
    }
    std::fflush(stdout);
    while (true) {
        ::pause();
    }
}

int run(Options options) {
    if (options.short_form) {
        shorten(options);
    }
    std::vector<Work> works = chosen(options.works);
    for (Work& work : works) {
        work.everybody = work.everybody && !options.short_form;
    }
    const Cores cores = choose_cores();
    const std::string directory = make_directory("/dev/shm");
    livecam::e2e::make_certificate(directory);
    ::chmod((directory + "/key.pem").c_str(), 0644);
    options.rounds.scratch = directory + "/wrk.lua";
    pin_thread(cores.load);
    const std::vector<CameraSet> sets = camera_sets(works);
    Content content(directory, sets, cores.load);
    const auto everybody =
        std::any_of(works.begin(), works.end(), [](const Work& w) { return w.everybody; });
    Peers peers(content, directory, std::to_string(cores.server), 1, everybody);

    Report report;
    describe_machine(report);
    report.rounds = options.rounds.count;
    report.missing = peers.missing();
    for (const Server* server : peers.servers()) {
        report.settings.emplace_back(server->name, server->settings);
    }
    print_head(report);
    if (options.hold) {
        hold(peers);
    }
    bool missed = false;
    for (const Work& work : works) {
        const bool own = work.protocol == Protocol::kHttp && options.rounds.drop;
        if (const std::string package = own ? "" : missing_load(work.protocol); !package.empty()) {
            std::printf("%s\n    LEFT OUT: install %s\n", work.what.c_str(), package.c_str());
            continue;
        }
        std::unique_ptr<Peers> pair;
        if (work.workers == 2) {
            pair = std::make_unique<Peers>(content, directory, cores.both(), 2, false);
        }
        report.works.push_back(measure(work, pair ? *pair : peers, content, sets, options.rounds));
        print(report.works.back());
        const WorkResult& last = report.works.back();
        if (options.short_form && grossly_missed(last)) {
            std::printf("    A GROSS REGRESSION: more than 2\n");
        }
        missed = missed || (options.short_form ? grossly_missed(last) : last.missed());
    }
    const auto find = [&](const char* name, auto measure_it) {
        if (!options.works.empty() &&
            std::find(options.works.begin(), options.works.end(), name) == options.works.end()) {
            return;
        }
        for (Finding& finding : measure_it()) {
            print(finding);
            missed = missed || finding.missed;
            report.findings.push_back(std::move(finding));
        }
    };
    find("tail", [&] { return measure_tail(peers, sets, options.rounds.count); });
    find("slow", [&] {
        return measure_slow(content, sets, directory, std::to_string(cores.server),
                            options.short_form ? 200 : 1000);
    });
    find("calls", [&] { return measure_calls(peers, sets, directory); });
    find("idle", [&] {
        return measure_idle(directory, peers.find(kStatic)->url("/image/tiny0"), {40, 1000, 10000},
                            10);
    });
    write(options.markdown, markdown(report));
    write(options.json, json(report));
    write(options.svg, svg(report));
    if (options.short_form && std::string(LIVECAM_NGINX_PRELOAD) != "") {
        std::printf("under a sanitizer: ratios mean nothing\n");
        return 0;
    }
    return missed && (options.strict || options.short_form) ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"What a request costs the server, beside everybody else."};
    app.add_option("--work", options.works, "names of works, separated by commas")->delimiter(',');
    app.add_option("--rounds", options.rounds.count, "rounds that count")->check(CLI::Range(1, 99));
    app.add_option("--seconds", options.rounds.seconds, "of load for each server and round")
        ->check(CLI::Range(1, 60));
    app.add_flag("--drop", options.rounds.drop,
                 "a load that drops bytes in the kernel, in place of wrk");
    app.add_option("--markdown", options.markdown,
                   "file for the README's table; -: standard output");
    app.add_option("--json", options.json, "file for all figures");
    app.add_option("--svg", options.svg, "file for the picture");
    app.add_flag("--hold", options.hold, "start the servers, say where they are, and wait");
    app.add_flag("--short", options.short_form,
                 "some works for a moment each; exit code 1 if one is far worse than it should be");
    app.add_flag("--strict", options.strict, "exit code 1 if a target is missed");
    CLI11_PARSE(app, argc, argv);
    raise_file_limit();
    try {
        return run(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_serve: %s\n", error.what());
        return 2;
    }
}
