#include "sidecar/fetch/worker.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <stop_token>

#include "sidecar/fetch/judge.h"
#include "sidecar/fetch/retry_after.h"

namespace livecam::fetch {
namespace {

constexpr std::size_t kSpareTransfers = 16;

std::int64_t epoch_ms() {
    return std::chrono::duration_cast<milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

void prepare_thread(int number) {
    pthread_setname_np(pthread_self(), ("fetch-" + std::to_string(number)).c_str());
    // CURLOPT_NOSIGNAL leaves SIGPIPE to us.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Worker::Worker(int number, int frames_dir, const Sink& sink)
    : frames_dir_(frames_dir),
      sink_(sink),
      random_(std::random_device{}()),
      loop_([this](CURL* easy, CURLcode code) { finished(easy, code); }),
      thread_([this, number](const std::stop_token& stop) { run(stop, number); }) {}

void Worker::assign(Assignment assignment) {
    {
        const std::lock_guard lock(inbox_mutex_);
        inbox_.push_back(std::move(assignment));
    }
    loop_.wake();
}

void Worker::run(const std::stop_token& stop, int number) {
    prepare_thread(number);
    const std::stop_callback wake(stop, [this] { loop_.wake(); });
    while (!stop.stop_requested()) {
        take_assignments();
        start_due(Clock::now());
        loop_.run_once(due_.empty() ? std::nullopt : std::optional(due_.begin()->first));
    }
    for (const auto& [easy, camera] : under_way_) {
        loop_.remove(easy);
    }
    under_way_.clear();
    due_.clear();
    cameras_.clear();  // and with them their shares of the first round
    const std::lock_guard lock(inbox_mutex_);
    inbox_.clear();
}

void Worker::take_assignments() {
    std::vector<Assignment> taken;
    {
        const std::lock_guard lock(inbox_mutex_);
        taken.swap(inbox_);
    }
    for (Assignment& assignment : taken) {
        reconcile(std::move(assignment));
    }
}

void Worker::reconcile(Assignment assignment) {
    settings_ = std::move(assignment.settings);
    std::unordered_map<std::string, Target*> wanted;
    for (Target& target : assignment.targets) {
        wanted.emplace(target.slug, &target);
    }
    for (auto it = cameras_.begin(); it != cameras_.end();) {
        Camera& camera = *it->second;
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
    if (target.interval != camera.schedule.interval()) {
        camera.schedule.set_interval(target.interval, Clock::now());
    }
    if (scheduled) {
        due_.emplace(camera.schedule.due(), &camera);
    }
}

void Worker::drop(Camera& camera) {
    due_.erase({camera.schedule.due(), &camera});
    if (camera.waiting) {
        camera.gate->forget(camera);
    }
    if (camera.transfer) {
        under_way_.erase(camera.transfer->easy());
        loop_.remove(camera.transfer->easy());
        camera.gate->leave();
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

void Worker::start_due(Instant now) {
    while (!due_.empty() && due_.begin()->first <= now) {
        Camera& camera = *due_.begin()->second;
        due_.erase(due_.begin());
        if (camera.gate->enter(camera, settings_.per_host)) {
            start(camera, milliseconds(0));
        } else {
            camera.waiting_since = now;
        }
    }
}

void Worker::start(Camera& camera, milliseconds waited) {
    camera.transfer = take_transfer(camera);
    prepare(camera, settings_.timeout);
    camera.started_at = epoch_ms();
    camera.waited = waited;
    under_way_.emplace(camera.transfer->easy(), &camera);
    loop_.add(camera.transfer->easy());
}

std::unique_ptr<Transfer> Worker::take_transfer(Camera& camera) {
    if (camera.kept) {
        return std::move(camera.kept);
    }
    if (spare_.empty()) {
        return std::make_unique<Transfer>();
    }
    std::unique_ptr<Transfer> transfer = std::move(spare_.back());
    spare_.pop_back();
    return transfer;
}

void Worker::give_back(Camera& camera, std::unique_ptr<Transfer> transfer) {
    const bool keeps = camera.auth.has_nonce();
    transfer->shrink(keeps);
    if (keeps) {
        camera.kept = std::move(transfer);
    } else if (spare_.size() < kSpareTransfers) {
        transfer->forget();
        spare_.push_back(std::move(transfer));
    }
}

void Worker::prepare(Camera& camera, milliseconds timeout) {
    const bool conditional =
        camera.validators.usable_for(camera.target.known->load(std::memory_order_relaxed));
    camera.transfer->begin({.access = camera.target.access,
                            .auth = &camera.auth,
                            .validators = conditional ? &camera.validators : nullptr,
                            .timeout = timeout,
                            .max_bytes = settings_.max_image_bytes,
                            .user_agent = settings_.user_agent});
}

bool Worker::ask_again(Camera& camera, CURL* easy, const Answer& answer) {
    const auto left = settings_.timeout - milliseconds(epoch_ms() - camera.started_at);
    if (!camera.transfer->nonce_refused(answer) || left <= milliseconds(0)) {
        return false;
    }
    prepare(camera, left);
    under_way_.emplace(easy, &camera);
    loop_.add(easy);
    return true;
}

void Worker::start_waiting(OriginGate& gate) {
    while (Camera* const camera = gate.next(settings_.per_host)) {
        start(*camera,
              std::chrono::duration_cast<milliseconds>(Clock::now() - camera->waiting_since));
    }
}

void Worker::finished(CURL* easy, CURLcode code) {
    const auto found = under_way_.find(easy);
    Camera& camera = *found->second;
    under_way_.erase(found);
    const Answer answer = camera.transfer->end(code);
    if (ask_again(camera, easy, answer)) {
        return;
    }
    const std::unique_ptr<FirstAttempt> first = std::move(camera.target.first);

    Attempt attempt;
    attempt.slug = camera.target.slug;
    attempt.source = camera.target.source;
    attempt.started_at = camera.started_at;
    attempt.finished_at = epoch_ms();
    attempt.waited_ms = camera.waited.count();

    std::unique_ptr<Transfer> transfer = std::move(camera.transfer);
    const std::uint64_t known = camera.target.known->load(std::memory_order_relaxed);
    const std::uint64_t content = judge(answer, known, frames_dir_, attempt);
    if (content != 0) {
        camera.validators = {answer.etag, answer.last_modified, content};
        camera.target.known->store(content, std::memory_order_relaxed);
    }
    reschedule(camera, answer, attempt);

    give_back(camera, std::move(transfer));
    camera.gate->leave();
    start_waiting(*camera.gate);
    sink_(std::move(attempt));
}

void Worker::reschedule(Camera& camera, const Answer& answer, Attempt& attempt) {
    const Instant now = Clock::now();
    const double random = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    if (attempt.outcome == Outcome::kFailed) {
        camera.schedule.failed(now, random, settings_.max_backoff,
                               parse_retry_after(answer.retry_after, attempt.finished_at));
    } else {
        camera.schedule.succeeded(now, random, settings_.max_backoff);
    }
    due_.emplace(camera.schedule.due(), &camera);
    attempt.next_due_at =
        attempt.finished_at +
        std::chrono::duration_cast<milliseconds>(camera.schedule.due() - now).count();
}

}  // namespace livecam::fetch
