// The course of one attempt: due, queued at its gate, resolving, HEAD or GET or both, reported.
#include <algorithm>
#include <utility>

#include "sidecar/fetch/judge.h"
#include "sidecar/fetch/log_line.h"
#include "sidecar/fetch/retry_after.h"
#include "sidecar/fetch/worker.h"

namespace livecam::fetch {
namespace {

constexpr std::size_t kSpareTransfers = 16;
/// libcurl ends a transfer at its deadline. If it has not so much later, we do.
constexpr milliseconds kOverdueMargin = std::chrono::seconds(1);
/// Its own and one for each redirect.
constexpr std::size_t kMaxEndpoints = 6;

std::int64_t epoch_ms() {
    return std::chrono::duration_cast<milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

milliseconds between(Instant from, Instant to) {
    return std::chrono::duration_cast<milliseconds>(to - from);
}

/// "+": like an answer of the resolver, it is forgotten after a while (CURLOPT_RESOLVE(3)).
std::string resolve_entry(const Endpoint& endpoint, const std::vector<std::string>& addresses) {
    std::string entry = "+" + endpoint.host + ":" + endpoint.port + ":";
    for (const std::string& address : addresses) {
        const bool v6 = address.find(':') != std::string::npos;
        entry += (v6 ? "[" : "") + address + (v6 ? "]," : ",");
    }
    entry.pop_back();
    return entry;
}

}  // namespace

void Worker::start_due(Instant now) {
    while (!due_.empty() && due_.begin()->first <= now) {
        Camera& camera = *due_.begin()->second;
        due_.erase(due_.begin());
        if (camera.gate->enter(camera, settings_.per_host)) {
            start(camera, milliseconds(0));
        } else {
            camera.waiting_since = now;
            add(around_.counters.waiting, 1);
        }
    }
}

void Worker::start_waiting(OriginGate& gate) {
    while (Camera* const camera = gate.next(settings_.per_host)) {
        add(around_.counters.waiting, -1);
        start(*camera, between(camera->waiting_since, Clock::now()));
    }
}

void Worker::start(Camera& camera, milliseconds waited) {
    camera.started_at = epoch_ms();
    camera.started = Clock::now();
    camera.deadline = camera.started + (camera.target.document ? camera.target.document->timeout
                                                               : settings_.timeout);
    camera.waited = waited;
    camera.head_done = false;
    camera.late = between(camera.schedule.due(), camera.started);
    add(around_.counters.attempts);
    add(around_.counters.under_way, 1);
    add(around_.counters.late, camera.late.count() > kLateMs ? 1 : 0);
    add(around_.counters.waited_ms, static_cast<std::uint64_t>(waited.count()));
    resolve_and_send(camera);
}

void Worker::resolve_and_send(Camera& camera) {
    std::vector<std::string> entries;
    for (const Endpoint& endpoint : camera.endpoints) {
        const auto addresses = around_.resolver.find(
            endpoint.host, Clock::now(), [this](const std::string& host, const Resolved& found) {
                {
                    const std::lock_guard lock(inbox_mutex_);
                    inbox_.resolved.emplace_back(host, found);
                }
                loop_.wake();
            });
        if (addresses.empty()) {
            camera.step = Step::kResolving;
            camera.resolving = endpoint.host;
            resolving_[endpoint.host].insert(&camera);
            set_overdue(camera, camera.deadline);
            return;
        }
        entries.push_back(resolve_entry(endpoint, addresses));
    }
    const bool head = !camera.target.document && !camera.head_done && camera.head_rule.head_first();
    send(camera, head ? Step::kHead : Step::kGet, entries);
}

void Worker::resolved(const std::string& host, const Resolved& found) {
    const auto waiting = resolving_.find(host);
    if (waiting == resolving_.end()) {
        return;
    }
    const std::set<Camera*> cameras = std::exchange(waiting->second, {});
    resolving_.erase(waiting);
    for (Camera* const camera : cameras) {
        camera->resolving.clear();
        if (found.addresses.empty()) {
            fail(*camera, Reason::kDns, "cannot resolve " + host + ": " + found.error);
        } else {
            resolve_and_send(*camera);
        }
    }
}

void Worker::send(Camera& camera, Step step, const std::vector<std::string>& addresses) {
    const milliseconds left = std::max(between(Clock::now(), camera.deadline), milliseconds(1));
    camera.transfer = take_transfer(camera);
    const bool head = step == Step::kHead;
    const bool conditional =
        !head && camera.validators.usable_for(camera.target.known->load(std::memory_order_relaxed));
    camera.step = step;
    camera.transfer->begin({.access = camera.target.access,
                            .auth = &camera.auth,
                            .validators = conditional ? &camera.validators : nullptr,
                            .head = head,
                            .resolved = addresses,
                            .timeout = left,
                            .max_bytes = camera.target.document ? camera.target.document->max_bytes
                                                                : settings_.max_image_bytes,
                            .min_speed = settings_.min_speed,
                            .user_agent = settings_.user_agent,
                            .document = camera.target.document.has_value()});
    set_overdue(camera, camera.deadline + kOverdueMargin);
    under_way_.emplace(camera.transfer->easy(), &camera);
    add(head ? around_.counters.heads : around_.counters.gets);
    loop_.add(camera.transfer->easy());
}

void Worker::ended(CURL* easy, CURLcode code) {
    Camera& camera = *under_way_.at(easy);
    const Step step = camera.step;
    std::unique_ptr<Transfer> transfer = put_down(camera);
    const Answer answer = transfer->end(code);
    add(around_.counters.received, answer.body.size());
    add(around_.counters.not_modified, answer.ending.status == 304 ? 1 : 0);
    if (transfer->nonce_refused(answer) || follow_elsewhere(camera, answer) ||
        (step == Step::kHead && !after_head(camera, answer))) {
        give_back(camera, std::move(transfer));
        resolve_and_send(camera);
        return;
    }
    Attempt attempt = attempt_of(camera);
    attempt.http_status = static_cast<int>(answer.ending.status);
    if (step == Step::kHead) {
        attempt.outcome = Outcome::kUnchanged;
    } else {
        const std::uint64_t known = camera.target.known->load(std::memory_order_relaxed);
        const std::uint64_t content = camera.target.document
                                          ? judge_document(answer, known, attempt)
                                          : judge(answer, known, around_.frames_dir, attempt);
        if (content != 0) {
            camera.validators = {answer.etag, answer.last_modified, content};
            camera.target.known->store(content, std::memory_order_relaxed);
            camera.head_rule.got({answer.etag, answer.last_modified, answer.length}, content);
        } else if (attempt.outcome == Outcome::kUnchanged) {
            camera.head_rule.not_modified();
        } else {
            camera.head_rule.failed();
        }
    }
    give_back(camera, std::move(transfer));  // with the body
    report(camera, std::move(attempt), answer.retry_after, http_date_ms(answer.last_modified));
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

/// True: the HEAD was enough.
bool Worker::after_head(Camera& camera, const Answer& answer) {
    camera.head_done = true;
    const bool same_picture =
        camera.validators.content == camera.target.known->load(std::memory_order_relaxed);
    if (answer.ending.code != CURLE_OK || answer.ending.status != 200) {
        camera.head_rule.head_failed();
        return false;
    }
    return camera.head_rule.nothing_new({answer.etag, answer.last_modified, answer.length}) &&
           same_picture;
}

/// A redirect led to a name that is not resolved yet: it is learned, and asked for again from the
/// start, with the rest of the time.
bool Worker::follow_elsewhere(Camera& camera, const Answer& answer) {
    if (answer.ending.abort != Abort::kUnresolved || camera.endpoints.size() >= kMaxEndpoints) {
        return false;
    }
    Endpoint endpoint = endpoint_of(answer.url);
    const bool known = std::find(camera.endpoints.begin(), camera.endpoints.end(), endpoint) !=
                       camera.endpoints.end();
    if (endpoint.host.empty() || known) {
        return false;
    }
    camera.endpoints.push_back(std::move(endpoint));
    return true;
}

void Worker::end_overdue(Instant now) {
    while (!overdue_.empty() && overdue_.begin()->first <= now) {
        Camera& camera = *overdue_.begin()->second;
        if (camera.step == Step::kResolving) {
            const std::string host = camera.resolving;
            put_down(camera);
            fail(camera, Reason::kDns, "no answer from the resolver for " + host);
            continue;
        }
        add(around_.counters.overdue);
        loop_.remove(camera.transfer->easy());
        put_down(camera);
        fail(camera, Reason::kTimeout, "overdue: the attempt did not end at its deadline");
    }
}

void Worker::set_overdue(Camera& camera, Instant at) {
    overdue_.erase({camera.overdue, &camera});
    camera.overdue = at;
    overdue_.emplace(at, &camera);
}

/// Takes the camera out of everything that knows it as under way, but for its gate.
std::unique_ptr<Transfer> Worker::put_down(Camera& camera) {
    overdue_.erase({camera.overdue, &camera});
    if (const auto waiting = resolving_.find(camera.resolving); waiting != resolving_.end()) {
        waiting->second.erase(&camera);
        if (waiting->second.empty()) {
            resolving_.erase(waiting);
        }
    }
    camera.resolving.clear();
    if (camera.transfer) {
        under_way_.erase(camera.transfer->easy());
    }
    camera.step = Step::kIdle;
    return std::move(camera.transfer);
}

void Worker::fail(Camera& camera, Reason reason, const std::string& detail) {
    overdue_.erase({camera.overdue, &camera});
    camera.head_rule.failed();
    Attempt attempt = attempt_of(camera);
    attempt.reason = reason;
    attempt.detail = log_line(detail, camera.target.access->secrets);
    report(camera, std::move(attempt), {}, 0);
}

Attempt Worker::attempt_of(const Camera& camera) const {
    Attempt attempt;
    attempt.slug = camera.target.slug;
    attempt.is_document = camera.target.document.has_value();
    attempt.source = camera.target.source;
    attempt.started_at = camera.started_at;
    attempt.finished_at = epoch_ms();
    attempt.late_ms = camera.late.count();
    attempt.waited_ms = camera.waited.count();
    return attempt;
}

void Worker::report(Camera& camera, Attempt attempt, const std::string& retry_after,
                    std::int64_t captured_at) {
    camera.step = Step::kIdle;
    const std::unique_ptr<FirstAttempt> first = std::move(camera.target.first);
    reschedule(camera, retry_after, captured_at, attempt);
    camera.gate->leave();
    add(around_.counters.under_way, -1);
    start_waiting(*camera.gate);
    around_.sink(std::move(attempt));
}

void Worker::reschedule(Camera& camera, const std::string& retry_after, std::int64_t captured_at,
                        Attempt& attempt) {
    const Instant now = Clock::now();
    const Target& target = camera.target;
    const bool idle = is_idle(camera, now);
    const double random = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    const milliseconds max_backoff =
        target.document ? target.document->max_backoff : settings_.max_backoff;
    if (attempt.outcome == Outcome::kFailed) {
        camera.pace.lost();
        camera.schedule.failed(now, random, max_backoff,
                               parse_retry_after(retry_after, attempt.finished_at));
    } else if (target.learns_interval) {
        std::optional<Instant> captured;
        if (captured_at > 0) {
            captured = now - milliseconds(attempt.finished_at - captured_at);
        }
        camera.pace.looked(camera.started, attempt.outcome == Outcome::kChanged, captured,
                           target.limits);
        milliseconds wait = camera.pace.next(camera.started, random, target.limits);
        if (idle) {
            camera.pace.lost();
            wait = std::max(wait, settings_.idle_interval);
        }
        camera.schedule.succeeded_after(camera.started, wait, now, random, max_backoff);
    } else {
        camera.schedule.slow_down(idle ? std::max(target.interval, settings_.idle_interval)
                                       : target.interval);
        camera.schedule.succeeded(now, random, max_backoff);
    }
    due_.emplace(camera.schedule.due(), &camera);
    attempt.interval_ms = camera.schedule.interval().count();
    attempt.period_ms = target.learns_interval ? camera.pace.period().count() : 0;
    attempt.next_due_at = attempt.finished_at + between(now, camera.schedule.due()).count();
}

}  // namespace livecam::fetch
