// Requests as nobody should send them.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace livecam::e2e {

/// Appears in hostile input wherever an answer could reflect it.
inline constexpr char kMark[] = "<script>mark";

struct BadRequest {
    std::string name;
    std::string bytes;
    std::vector<int> statuses;  // any of these; empty: any there is
};

/// `picture` is the path of one that is there.
std::vector<BadRequest> bad_requests(const std::string& picture);

/// Requests made of pieces that nginx and the module care about, and of anything else.
class RequestMaker {
  public:
    RequestMaker(std::uint64_t seed, std::string picture)
        : random_(seed), picture_(std::move(picture)) {}

    std::string next();

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }
    std::string path();
    std::string field();
    std::string noise(std::size_t longest);

    std::mt19937_64 random_;
    std::string picture_;
};

}  // namespace livecam::e2e
