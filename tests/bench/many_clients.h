// Thousands of clients that listen, in one thread: what they were told, and how late.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace livecam::bench {

/// When what was published: numbers from kFirst on stand in the text of each message.
class Publications {
  public:
    static constexpr std::int64_t kFirst = 1'000'000'000'000;

    std::int64_t begin() {  // the number of the next, which is being published now
        const std::size_t i = count_++;
        at_[i % kKept] = now_us();
        return kFirst + static_cast<std::int64_t>(i);
    }
    double age_ms(std::int64_t number) const {
        return static_cast<double>(now_us() -
                                   at_[static_cast<std::size_t>(number - kFirst) % kKept]) /
               1000;
    }
    std::size_t count() const { return count_; }

    static std::int64_t now_us() {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }

  private:
    static constexpr std::size_t kKept = 4096;
    std::atomic<std::size_t> count_{0};
    std::atomic<std::int64_t> at_[kKept] = {};
};

class ManyClients {
  public:
    /// `count` connections to the port, each asking for `path`. Throws if one is refused.
    ManyClients(int port, const std::string& path, int count);
    ~ManyClients();
    ManyClients(const ManyClients&) = delete;
    ManyClients& operator=(const ManyClients&) = delete;

    /// Reads for so long. Every `"changed_at":<number>` of a publication since then is a delivery;
    /// with `bytes`, so many bytes since the last publication are one.
    void listen(std::chrono::milliseconds duration, const Publications& publications,
                std::size_t bytes = 0);

    /// Of the last listen().
    const std::vector<double>& latencies_ms() const { return latencies_ms_; }
    std::uint64_t received_bytes() const { return received_; }
    int lost() const { return lost_; }  // connections that ended

  private:
    struct Client {
        int socket;
        std::string rest;
        std::size_t bytes = 0;
        std::size_t publication = 0;
    };
    void take(Client& client, const char* data, std::size_t size);

    int epoll_;
    std::vector<Client> clients_;
    std::vector<double> latencies_ms_;
    const Publications* publications_ = nullptr;
    std::size_t picture_bytes_ = 0;
    std::int64_t from_ = 0;
    std::uint64_t received_ = 0;
    int lost_ = 0;
};

}  // namespace livecam::bench
