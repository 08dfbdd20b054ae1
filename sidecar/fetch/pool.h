// The fetch pool. Start here.
//
// N threads ("fetch-0" …), each with one libcurl multi handle, drive the transfers of all cameras.
// An origin (scheme, host, port) belongs to exactly one thread, so that fetch.per_host and the
// reuse of connections are exact without any lock. What a thread finds out goes to the sink.
//
//   origin, retry_after, validators, reason_map, schedule, pace, head_rule, hop, auth  pure rules
//   access       address, credentials and settings of one camera
//   multipart    the first picture out of a stream
//   transfer     one request and its limits         judge            what its answer means
//   multi_loop   libcurl and epoll                  resolver         names to addresses
//   worker       one thread                         worker_attempt   the course of an attempt
//   supervisor   whether the threads move
#pragma once

#include <cstddef>
#include <cstdint>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/fetch/access.h"
#include "sidecar/fetch/attempt.h"
#include "sidecar/fetch/camera.h"
#include "sidecar/fetch/counters.h"
#include "sidecar/fetch/curl_global.h"
#include "sidecar/fetch/document.h"
#include "sidecar/fetch/resolver.h"
#include "sidecar/fetch/worker.h"

namespace livecam::fetch {

class Pool {
  public:
    using Known = std::unordered_map<std::string, std::uint64_t>;

    /// Starts the threads and the first round over `cameras`: those that are enabled and not
    /// iframes. `known` has the content hash (FrameRef::etag) of pictures that are there already,
    /// by slug: the same bytes will count as unchanged. `frames_dir` stays the caller's, and open
    /// until stop(). Throws std::runtime_error if libcurl or the system has no means left.
    Pool(const config::Fetch& settings, const std::vector<config::Camera>& cameras,
         const Known& known, int frames_dir, Sink sink, Resolver::Lookup lookup = look_up);
    ~Pool();

    /// A new configuration. Cameras are added, removed and changed; one whose source_version() is
    /// the same keeps its back-off, validators and connection, and a request under way goes on.
    /// fetch.threads is as at the start. Attempts at what was removed or changed may still reach
    /// the sink a moment later: compare Attempt::source. Not at the same time as itself or stop().
    void apply(const config::Fetch& settings, const std::vector<config::Camera>& cameras);

    /// All documents that are wanted from now on; one that is as before goes on. They take no part
    /// in the first round. Not at the same time as stop().
    void fetch_documents(const std::vector<Document>& documents);

    /// The picture of `slug` is now the one with this content hash; 0: there is none. To be called
    /// when a kChanged attempt could not be published, so that it is fetched again. From any
    /// thread.
    void set_known(const std::string& slug, std::uint64_t content);

    /// Somebody looks at these cameras: those that are idle (fetch.idle_after) are asked at once.
    /// From any thread.
    void looked(const std::vector<std::string>& slugs);

    const Counters& counters() const noexcept { return counters_; }
    Resolver::Counts resolver() const { return resolver_.counts(); }
    /// Worker::rounds() of each thread.
    std::vector<std::uint64_t> rounds() const;

    /// The first round has ended when every camera of the constructor has had its first attempt,
    /// good or bad, and the sink has returned from it. Removal and stop() count as well.
    bool first_round_ended() const noexcept { return first_round_.try_wait(); }
    void wait_first_round() const { first_round_.wait(); }

    /// Drops what is under way and ends the threads, well under a second; idempotent. No call of
    /// the sink begins after it returned.
    void stop();

  private:
    void assign(const config::Fetch& settings, const std::vector<config::Camera>& cameras,
                bool first);

    const CurlGlobal curl_;
    const Sink sink_;
    std::latch first_round_;
    std::mutex known_mutex_;
    std::unordered_map<std::string, KnownPicture> known_;
    std::unordered_map<std::string, KnownPicture> known_documents_;
    std::unordered_map<std::string, std::size_t> owners_;  // which worker has a camera, by slug
    Counters counters_;
    Resolver resolver_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace livecam::fetch
