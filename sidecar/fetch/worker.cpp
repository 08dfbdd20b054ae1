#include "sidecar/fetch/worker.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <stop_token>

namespace livecam::fetch {
namespace {

/// However little there is to do, rounds() shows that the thread lives.
constexpr milliseconds kLongestRound = std::chrono::seconds(1);

void prepare_thread(int number) {
    pthread_setname_np(pthread_self(), ("fetch-" + std::to_string(number)).c_str());
    // CURLOPT_NOSIGNAL leaves SIGPIPE to us.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Worker::Worker(int number, const Surroundings& around)
    : around_(around),
      random_(std::random_device{}()),
      loop_([this](CURL* easy, CURLcode code) { ended(easy, code); }),
      thread_([this, number](const std::stop_token& stop) { run(stop, number); }) {}

void Worker::assign(Assignment assignment) {
    {
        const std::lock_guard lock(inbox_mutex_);
        inbox_.assignments.push_back(std::move(assignment));
    }
    loop_.wake();
}

void Worker::looked(const std::vector<std::string>& slugs) {
    {
        const std::lock_guard lock(inbox_mutex_);
        inbox_.looked.insert(inbox_.looked.end(), slugs.begin(), slugs.end());
    }
    loop_.wake();
}

void Worker::run(const std::stop_token& stop, int number) {
    prepare_thread(number);
    const std::stop_callback wake(stop, [this] { loop_.wake(); });
    while (!stop.stop_requested()) {
        rounds_.fetch_add(1, std::memory_order_relaxed);
        take_inbox();
        const Instant now = Clock::now();
        end_overdue(now);
        start_due(now);
        loop_.run_once(next_event());
    }
    for (const auto& [easy, camera] : under_way_) {
        loop_.remove(easy);
    }
    under_way_.clear();
    resolving_.clear();
    due_.clear();
    overdue_.clear();
    cameras_.clear();  // and with them their shares of the first round
    const std::lock_guard lock(inbox_mutex_);
    inbox_ = {};
}

Instant Worker::next_event() const {
    Instant next = Clock::now() + kLongestRound;
    if (!due_.empty()) {
        next = std::min(next, due_.begin()->first);
    }
    if (!overdue_.empty()) {
        next = std::min(next, overdue_.begin()->first);
    }
    return next;
}

void Worker::take_inbox() {
    Inbox taken;
    {
        const std::lock_guard lock(inbox_mutex_);
        std::swap(taken, inbox_);
    }
    for (Assignment& assignment : taken.assignments) {
        reconcile(std::move(assignment));
    }
    for (const auto& [host, found] : taken.resolved) {
        resolved(host, found);
    }
    const Instant now = Clock::now();
    for (const std::string& slug : taken.looked) {
        if (const auto found = cameras_.find(slug); found != cameras_.end()) {
            look_at(*found->second, now);
        }
    }
}

void Worker::reconcile(Assignment assignment) {
    if (assignment.settings) {
        settings_ = std::move(*assignment.settings);
    }
    std::unordered_map<std::string, Target*> wanted;
    for (Target& target : assignment.targets) {
        wanted.emplace(target.slug, &target);
    }
    for (auto it = cameras_.begin(); it != cameras_.end();) {
        Camera& camera = *it->second;
        if (camera.target.document.has_value() != assignment.of_documents()) {
            ++it;
            continue;
        }
        const auto found = wanted.find(it->first);
        if (found != wanted.end() && found->second->source == camera.target.source) {
            keep(camera, *found->second);
            wanted.erase(found);
            ++it;
        } else {
            drop(camera);
            it = cameras_.erase(it);
        }
    }
    std::erase_if(gates_, [](const auto& entry) { return entry.second.idle(); });
    for (Target& target : assignment.targets) {
        if (!wanted.contains(target.slug) || wanted[target.slug] != &target) {
            continue;
        }
        auto camera = std::make_unique<Camera>(std::move(target), Clock::now());
        due_.emplace(camera->schedule.due(), camera.get());
        cameras_.emplace(camera->target.slug, std::move(camera));
    }
    for (const auto& [slug, camera] : cameras_) {
        camera->gate = &gates_[camera->target.access->origin];
    }
    set_limits();
    for (auto& [origin, gate] : gates_) {
        start_waiting(gate);
    }
}

void Worker::keep(Camera& camera, Target& target) {
    const bool scheduled = due_.erase({camera.schedule.due(), &camera}) != 0;
    const bool changed = target.interval != camera.target.interval ||
                         target.learns_interval != camera.target.learns_interval;
    camera.target.interval = target.interval;
    camera.target.learns_interval = target.learns_interval;
    camera.target.limits = target.limits;
    camera.target.document = target.document;
    if (changed) {
        camera.schedule.set_interval(target.interval, Clock::now());
    }
    if (scheduled) {
        due_.emplace(camera.schedule.due(), &camera);
    }
}

void Worker::drop(Camera& camera) {
    due_.erase({camera.schedule.due(), &camera});
    if (camera.step == Step::kQueued) {
        camera.gate->forget(camera);
        add(around_.counters.waiting, -1);
    } else if (camera.step != Step::kIdle) {
        if (camera.transfer) {
            loop_.remove(camera.transfer->easy());
        }
        put_down(camera);
        camera.gate->leave();
        add(around_.counters.under_way, -1);
    }
}

void Worker::set_limits() {
    // Enough to keep what the caps allow, so that a camera finds its connection again.
    constexpr std::size_t kMinKept = 16;
    constexpr std::size_t kMaxKept = 1024;
    const std::size_t wanted = gates_.size() * static_cast<std::size_t>(settings_.per_host);
    // libcurl counts connections to a plain http proxy as the proxy's, whatever is behind it.
    const bool proxied = std::ranges::any_of(cameras_, [](const auto& entry) {
        return !entry.second->target.access->reach.proxy.empty();
    });
    loop_.set_limits(proxied ? 0 : settings_.per_host,
                     static_cast<long>(std::clamp(wanted, kMinKept, kMaxKept)));
}

void Worker::look_at(Camera& camera, Instant now) {
    const bool was_idle = is_idle(camera, now);
    camera.looked_at = now;
    if (was_idle && due_.erase({camera.schedule.due(), &camera}) != 0) {
        camera.schedule.hurry(now);
        due_.emplace(camera.schedule.due(), &camera);
    }
}

bool Worker::is_idle(const Camera& camera, Instant now) const {
    return settings_.idle_after && now - camera.looked_at > *settings_.idle_after;
}

}  // namespace livecam::fetch
