// Whether threads move. A fetch thread never waits for a camera or a name server, and so goes round
// at least once a second; one that does not is stuck, and with it all cameras of its origins.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace livecam::fetch {

class Supervisor {
  public:
    /// Ticks without a move until a thread is reported, and until it is given up. Counted in ticks
    /// rather than in time, so that a process that was stopped or a machine that slept is no case.
    static constexpr int kWarnTicks = 5;
    static constexpr int kGiveUpTicks = 30;

    enum class Verdict { kSlow, kGivenUp, kMovesAgain };
    /// How far each thread is.
    using Rounds = std::function<std::vector<std::uint64_t>()>;
    using Report = std::function<void(std::size_t thread, Verdict)>;

    /// Both are called on a thread of its own, "supervisor". They must not throw.
    Supervisor(Rounds rounds, Report report,
               std::chrono::milliseconds tick = std::chrono::seconds(1));

  private:
    void watch(const std::stop_token& stop);
    void look();

    struct Seen {
        std::uint64_t rounds = 0;
        int ticks = 0;  // without a move
    };

    const Rounds rounds_;
    const Report report_;
    const std::chrono::milliseconds tick_;
    std::vector<Seen> seen_;
    std::jthread thread_;
};

}  // namespace livecam::fetch
