#include "tests/bench/serve/measure.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "tests/bench/serve/other_loads.h"
#include "tests/e2e/http.h"

namespace livecam::bench {
namespace {

/// A server that takes part in a work, with what the load needs for it.
struct Entrant {
    Server* server;
    Asking asking;
    std::unique_ptr<Connections> connections;  // null: another program's load
    Figures figures;
};

std::vector<Entrant> entrants(const Work& work, Peers& peers, const std::vector<CameraSet>& sets,
                              const Rounds& rounds) {
    std::vector<std::string> names = {kLivecam};
    if (work.return_path.empty()) {
        names.insert(names.end(), {kLivecamFile, kStatic, kStaticCopy});
    } else {
        names.push_back(kReturn);
    }
    if (work.everybody) {
        names.insert(names.end(), {kProxy, kLua, kVarnish, kGo});
    }
    std::vector<Entrant> all;
    for (const std::string& name : names) {
        const bool returns = name == kReturn;
        Server* server = peers.find(returns ? kStatic : name);
        if (server == nullptr) {
            continue;
        }
        const std::string path = returns ? work.return_path : work.path;
        const std::string etag =
            work.conditional ? e2e::get(server->url(path)).header("etag") : std::string();
        Entrant entrant{server, asking_for(work, sets, path, etag), nullptr, {}};
        entrant.figures.server = name;
        if (work.protocol == Protocol::kHttp) {
            entrant.connections = std::make_unique<Connections>(server->port, rounds.connections);
        }
        all.push_back(std::move(entrant));
    }
    return all;
}

LoadResult ask(const Work& work, Entrant& entrant, const Rounds& rounds) {
    if (entrant.connections) {
        return entrant.connections->run(
            entrant.asking,
            std::chrono::milliseconds(rounds.milliseconds > 0 ? rounds.milliseconds
                                                              : 1000 * rounds.seconds));
    }
    if (work.protocol == Protocol::kHttp2) {
        return h2load_load(work, *entrant.server, rounds.seconds);
    }
    return wrk_load(work, entrant.asking, *entrant.server, rounds.connections, rounds.seconds,
                    rounds.scratch);
}

void check(const Work& work, const Entrant& entrant, const LoadResult& load) {
    if (load.wrong > 0 || load.responses == 0) {
        throw std::runtime_error(work.name + ": " + entrant.figures.server + " answered " +
                                 std::to_string(load.wrong) + " of " +
                                 std::to_string(load.responses) + " requests wrongly");
    }
}

/// Our own load looks at every status; wrk takes any 2xx and 3xx for right.
void warm_up(const Work& work, const Entrant& entrant) {
    Connections connections(entrant.server->port, 8);
    check(work, entrant, connections.run(entrant.asking, std::chrono::milliseconds(100)));
}

void measure_once(const Work& work, Entrant& entrant, const Rounds& rounds) {
    const double begun = entrant.server->cpu_s();
    const LoadResult load = ask(work, entrant, rounds);
    const double taken = entrant.server->cpu_s() - begun;
    check(work, entrant, load);
    const auto responses = static_cast<double>(load.responses);
    entrant.figures.cpu_us.push_back(1e6 * taken / responses);
    entrant.figures.per_second.push_back(responses / load.seconds);
}

void compare(WorkResult& result) {
    const Figures* ours = result.find(kLivecam);
    const Figures* best = nullptr;
    for (const std::string& name : result.work.against) {
        const Figures* figures = result.find(name);
        if (figures != nullptr &&
            (best == nullptr || median(figures->cpu_us) < median(best->cpu_us))) {
            best = figures;
        }
    }
    if (best == nullptr) {
        return;
    }
    std::vector<double> ratios;
    for (std::size_t round = 0; round < ours->cpu_us.size(); ++round) {
        ratios.push_back(ours->cpu_us[round] / best->cpu_us[round]);
    }
    result.best = best->server;
    result.ratio = median(ratios);
}

}  // namespace

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

const Figures* WorkResult::find(const std::string& server) const {
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const Figures& f) { return f.server == server; });
    return found != figures.end() ? &*found : nullptr;
}

WorkResult measure(const Work& work, Peers& peers, Content& content,
                   const std::vector<CameraSet>& sets, const Rounds& rounds) {
    std::vector<Entrant> all = entrants(work, peers, sets, rounds);
    const auto set = std::find_if(sets.begin(), sets.end(),
                                  [&](const CameraSet& s) { return s.name == work.set; });
    for (const Entrant& entrant : all) {
        warm_up(work, entrant);
    }
    for (int round = 0; round < rounds.count; ++round) {
        for (Entrant& entrant : all) {
            if (work.changing) {
                const bool ours =
                    entrant.server->name == kLivecam || entrant.server->name == kLivecamFile;
                content.change(*set, ours ? Content::To::kStore : Content::To::kFiles);
            }
            measure_once(work, entrant, rounds);
        }
    }
    content.change_nothing();
    WorkResult result{work, {}, {}, 0};
    for (Entrant& entrant : all) {
        result.figures.push_back(std::move(entrant.figures));
    }
    compare(result);
    return result;
}

}  // namespace livecam::bench
