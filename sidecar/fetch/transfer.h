// One request to one camera: a libcurl easy handle, the body it receives, and the limits on both.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sidecar/fetch/hop.h"
#include "sidecar/fetch/reason_map.h"
#include "sidecar/fetch/validators.h"

namespace livecam::fetch {

struct Request {
    const std::string& url;
    const Validators* validators = nullptr;  // not null: conditional
    bool head = false;                       // only the headers
    // Names and their addresses, as CURLOPT_RESOLVE wants them. A redirect to any other name ends
    // the transfer with Abort::kUnresolved.
    const std::vector<std::string>& resolved;
    std::chrono::milliseconds timeout{0};  // over connect, TLS and body
    std::uint64_t max_bytes = 0;
    std::uint64_t min_speed = 0;  // bytes a second, once a body has begun; 0: any
    const std::string& user_agent;
};

/// How it ended, and what the last answer said. The body is the transfer's: valid until it begins
/// again.
struct Answer {
    Ending ending;
    std::string etag;
    std::string last_modified;
    std::string retry_after;
    std::string content_encoding;
    std::int64_t length = -1;  // Content-Length; -1: not said
    std::string url;           // of the last request: where redirects led
    std::string error;         // libcurl's words, one line, without credentials
    std::span<const std::byte> body;
    std::uint64_t max_bytes = 0;
};

/// Reusable; never two requests at once. Stays where it is, because libcurl points to it.
class Transfer {
  public:
    /// Throws std::bad_alloc.
    Transfer();
    ~Transfer() = default;
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Prepares the handle; it is then to be added to a multi handle.
    void begin(const Request& request);
    /// After it was removed from there.
    Answer end(CURLcode code);
    /// Gives back what an unusually large picture left behind.
    void shrink();

    CURL* easy() const noexcept { return easy_.get(); }
    static Transfer& of(CURL* easy) noexcept;

  private:
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static int on_request(void* self, char* peer_ip, char*, int, int);
    static int on_lookup(void* resolver, void* reserved, void* self);

    std::size_t receive(std::span<const std::byte> bytes);
    std::string header(const char* name) const;

    struct EasyDelete {
        void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
    };
    struct ListDelete {
        void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
    };

    std::unique_ptr<curl_slist, ListDelete> headers_;
    std::unique_ptr<curl_slist, ListDelete> resolved_;
    std::unique_ptr<CURL, EasyDelete> easy_;
    std::vector<std::byte> body_;
    std::uint64_t max_bytes_ = 0;
    std::uint64_t min_speed_ = 0;
    std::uint64_t ignored_bytes_ = 0;
    std::string user_info_;  // of the address, to keep it out of messages
    HopCheck hops_;
    Abort abort_ = Abort::kNone;
    bool conditional_ = false;
    char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace livecam::fetch
