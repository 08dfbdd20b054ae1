#include "sidecar/app/livecamd.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "sidecar/app/herald.h"
#include "sidecar/app/html_watch.h"
#include "sidecar/app/metrics_writer.h"
#include "sidecar/app/open_files.h"
#include "sidecar/app/reload.h"
#include "sidecar/app/signals.h"
#include "sidecar/control/protocol.h"
#include "sidecar/control/server.h"
#include "sidecar/control/state_json.h"
#include "sidecar/feeds/feeds.h"
#include "sidecar/fetch/supervisor.h"
#include "sidecar/ops/log.h"
#include "sidecar/publish/store_options.h"

namespace livecam::app {
namespace {

int say(const std::string& message, int exit_code) {
    ops::complain(message);
    return exit_code;
}

Verdict reload(Reloader& reloader, Herald& herald) {
    herald.reloading();
    Verdict verdict = reloader.reload();
    herald.reloaded();
    return verdict;
}

std::string answer(std::string_view request, publish::Publisher& publisher,
                   control::Sources sources, Reloader& reloader, Herald& herald) {
    if (request == control::kState) {
        sources.config_read_at = reloader.read_at();
        return publisher.call(
            [&sources](publish::Publisher& p) { return control::state_json(p, sources); });
    }
    if (request == control::kReload) {
        const Verdict verdict = reload(reloader, herald);
        return control::verdict_json(verdict.ok, verdict.lines);
    }
    return control::error_json("unknown request; known are: state, reload");
}

std::string absolute(const std::string& path) {
    std::error_code error;
    return std::filesystem::absolute(path, error);
}

void start_fetching(publish::Publisher& publisher, fetch::Pool& pool) {
    publisher.on_look([&pool](const std::vector<std::string>& slugs) { pool.looked(slugs); });
    publisher.start(
        [&pool](const std::string& slug, std::uint64_t etag) { pool.set_known(slug, etag); },
        [&pool] { return pool.first_round_ended(); });
}

void after_inspections(publish::Publisher& publisher, std::function<void()> call) {
    publisher.call([&call](publish::Publisher& p) { p.on_inspected(std::move(call)); });
}

void report(std::size_t thread, fetch::Supervisor::Verdict verdict) {
    const std::string thread_name = "fetch-" + std::to_string(thread);
    switch (verdict) {
        case fetch::Supervisor::Verdict::kSlow:
            ops::error("a fetch thread has not moved",
                       {{"thread", thread_name}, {"seconds", fetch::Supervisor::kWarnTicks}});
            return;
        case fetch::Supervisor::Verdict::kMovesAgain:
            ops::warn("a fetch thread moves again", {{"thread", thread_name}});
            return;
        case fetch::Supervisor::Verdict::kGivenUp:
            // Nothing can end one thread from outside. Pictures outlive the process, and whoever
            // started it starts it again.
            ops::critical("a fetch thread has not moved: ending at once",
                          {{"thread", thread_name}, {"seconds", fetch::Supervisor::kGiveUpTicks}});
            std::_Exit(kExitFailure);
    }
}

/// The main thread's part from here on.
void serve_signals(Reloader& reloader, Herald& herald) {
    while (wait_for_signal() == Signal::kReload) {
        reload(reloader, herald);
    }
    die_at_next_stop();
    ops::info("stopping");
}

}  // namespace

// What is made first is ended last. Threads: main (signals), publisher, feeds, fetch-0 … fetch-N,
// at most 16 named resolver, herald, control, metrics, supervisor, with --dev html_watch.
int run(const Arguments& arguments) {
    const std::int64_t read_at = publish::now_ms();
    auto config = load_config(arguments);
    if (!config) {
        for (const config::Problem& problem : config.error()) {
            say(problem.line(), kExitConfig);
        }
        return kExitConfig;
    }
    auto renderer = pages::Renderer::create(*config, template_source(arguments));
    if (!renderer) {
        return say(renderer.error().message, kExitConfig);
    }
    if (arguments.check_only) {
        for (const std::string& line : config->warnings) {
            ops::complain(arguments.config + ": warning: " + line, ops::Severity::kWarning);
        }
        return kExitOk;
    }
    ops::set_up_log(config->log);
    for (const std::string& line : config->warnings) {
        ops::warn(line);
    }
    block_signals();
    raise_open_files();

    auto store = StoreWriter::open(publish::store_options(*config));
    if (!store) {
        return say(store.error().message, kExitFailure);
    }
    ops::info(store->opening());

    ops::Metrics metrics;
    auto publisher = publish::Publisher::create(std::move(*store), std::move(*renderer), *config);
    if (!publisher) {
        return say(publisher.error().message, kExitFailure);
    }
    (*publisher)->report_to(metrics, *config);
    feeds::Feeds feeds(
        *config, [&publisher](pages::FactsPtr facts) { (*publisher)->set_facts(std::move(facts)); },
        metrics.feeds());
    fetch::Pool pool(config->fetch, all_cameras(*config), (*publisher)->known(),
                     (*publisher)->frames_directory(), [&publisher, &feeds](fetch::Attempt&& a) {
                         a.is_document ? feeds.push(std::move(a))
                                       : (*publisher)->push(std::move(a));
                     });
    start_fetching(**publisher, pool);
    feeds.start([&pool](const auto& documents) { pool.fetch_documents(documents); });

    Herald herald(Notifier::from_environment(), config->health.ready_timeout, **publisher, pool);
    Reloader reloader(arguments, *config, read_at, **publisher, pool, feeds);
    config->groups = {};  // whoever needs the cameras has them
    const control::Sources sources{pool, metrics, absolute(arguments.config)};
    auto control = control::Server::start((*publisher)->directory(), [&](std::string_view request) {
        return answer(request, **publisher, sources, reloader, herald);
    });
    if (!control) {
        feeds.stop();  // it uses the pool, which is ended first
        return say(control.error().message, kExitFailure);
    }
    MetricsWriter metrics_writer(metrics, **publisher, pool);
    after_inspections(**publisher, [&control] {
        if (!control->ensure()) {
            ops::error("control: cannot listen again", {{"error", std::strerror(errno)}});
        }
    });
    std::optional<fetch::Supervisor> supervisor(
        std::in_place, [&pool] { return pool.rounds(); }, report);
    std::optional<HtmlWatch> html_watch;
    if (arguments.dev) {
        html_watch.emplace(arguments.html, [&reloader] { reloader.reload(); });
    }
    serve_signals(reloader, herald);

    herald.stop();
    html_watch.reset();
    supervisor.reset();
    after_inspections(**publisher, [] {});
    metrics_writer.stop();
    control->stop();
    feeds.stop();
    (*publisher)->stop();  // before the pool, whose threads may be waiting for room in its queue
    pool.stop();
    return (*publisher)->superseded() ? kExitFailure : kExitOk;
}

}  // namespace livecam::app
