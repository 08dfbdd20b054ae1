// What was asked of the simulator: for tests of politeness and of caching.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/simulator/server/http_request.h"

namespace livecam::sim {

/// Used from the event loop alone.
class Statistics {
  public:
    struct Camera {
        std::uint64_t requests = 0, gets = 0, heads = 0, not_modified = 0;
        int in_flight = 0, in_flight_max = 0;
    };
    struct Host {
        std::uint64_t requests = 0;
        int connections = 0, connections_max = 0;
        int in_flight = 0, in_flight_max = 0;
    };

    /// Counts a connection for as long as it lives, under the Host it names first.
    class Connection {
      public:
        explicit Connection(Statistics& statistics) : statistics_(statistics) {}
        ~Connection();
        Connection(const Connection&) = delete;
        Connection& operator=(const Connection&) = delete;
        void names(const std::string& host);

      private:
        Statistics& statistics_;
        Host* host_ = nullptr;
    };

    /// Counts a request to a camera for as long as it is being answered.
    class Visit {
      public:
        Visit(Statistics& statistics, const std::string& camera, const Request& request);
        ~Visit();
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;
        void not_modified() { ++camera_.not_modified; }

      private:
        Camera& camera_;
        Host& host_;
    };

    /// Zeroes the counters; what is in flight goes on being counted.
    void reset();

    /// {"cameras": {ID: {…}}, "hosts": {HOST: {…}}, "total": {…}}
    std::string json() const;

  private:
    // Nodes of a map stay where they are, so that visits may keep references.
    std::map<std::string, Camera> cameras_;
    std::map<std::string, Host> hosts_;
};

}  // namespace livecam::sim
