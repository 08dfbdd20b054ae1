#include "sidecar/fetch/resolver.h"

#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

namespace livecam::fetch {
namespace {

constexpr std::size_t kMaxAddresses = 8;
/// Names beyond are forgotten when they are stale; a wall has no reason to know so many.
constexpr std::size_t kManyNames = 4096;

struct ListDelete {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

void prepare_thread() {
    ::pthread_setname_np(::pthread_self(), "resolver");
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
}

}  // namespace

Resolved look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    Resolved result;
    if (error != 0) {
        result.error = ::gai_strerror(error);
        return result;
    }
    const std::unique_ptr<addrinfo, ListDelete> list(found);
    for (const addrinfo* entry = found; entry != nullptr && result.addresses.size() < kMaxAddresses;
         entry = entry->ai_next) {
        std::array<char, 64> text;
        if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                          NI_NUMERICHOST) == 0) {
            result.addresses.emplace_back(text.data());
        }
    }
    if (result.addresses.empty()) {
        result.error = "no address";
    }
    return result;
}

std::vector<std::string> Resolver::find(const std::string& host, Clock::time_point now, Done done) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
        return {};
    }
    Name& name = names_[host];
    const bool usable = !name.addresses.empty() && now - name.found_at < kFresh + kStale;
    const bool fresh = usable && now - name.found_at < kFresh;
    if (!usable) {
        name.waiting.push_back(std::move(done));
    }
    if (!fresh && !name.under_way) {
        ask(host, name);
    }
    return usable ? name.addresses : std::vector<std::string>{};
}

void Resolver::ask(const std::string& host, Name& name) {
    name.under_way = true;
    ++lookups_;
    queue_.push_back(host);
    if (busy_ + queue_.size() > threads_.size() && threads_.size() < kMaxThreads) {
        threads_.emplace_back([this] { run(); });
    }
    work_.notify_one();
}

void Resolver::run() {
    prepare_thread();
    std::unique_lock lock(mutex_);
    for (;;) {
        work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) {
            return;
        }
        const std::string host = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
        lock.unlock();
        const Resolved found = cancellable(host);
        lock.lock();
        --busy_;
        if (stopping_) {
            return;
        }
        Name& name = names_[host];
        name.under_way = false;
        const std::vector<Done> waiting = std::exchange(name.waiting, {});
        if (!found.addresses.empty()) {
            name.addresses = found.addresses;
            name.found_at = Clock::now();
        } else if (name.addresses.empty()) {
            names_.erase(host);
        }
        forget_old(Clock::now());
        // With the lock: after stop() nobody is called, and callers only append to their inbox.
        for (const Done& done : waiting) {
            done(host, found);
        }
    }
}

Resolved Resolver::cancellable(const std::string& host) const {
    ::pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
    Resolved found = lookup_(host);
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    return found;
}

void Resolver::forget_old(Clock::time_point now) {
    if (names_.size() > kManyNames) {
        std::erase_if(names_, [now](const auto& entry) {
            const Name& name = entry.second;
            return !name.under_way && name.waiting.empty() && now - name.found_at > kFresh + kStale;
        });
    }
}

void Resolver::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        queue_.clear();
        names_.clear();
    }
    work_.notify_all();
    for (std::thread& thread : threads_) {
        ::pthread_cancel(thread.native_handle());
        thread.join();
    }
    threads_.clear();
}

Resolver::Counts Resolver::counts() const {
    const std::lock_guard lock(mutex_);
    return {lookups_, threads_.size(), busy_, queue_.size()};
}

}  // namespace livecam::fetch
