// One request to one camera: a libcurl easy handle, the body it receives, and the limits on both.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sidecar/fetch/access.h"
#include "sidecar/fetch/auth.h"
#include "sidecar/fetch/hop.h"
#include "sidecar/fetch/multipart.h"
#include "sidecar/fetch/reason_map.h"
#include "sidecar/fetch/validators.h"

namespace livecam::fetch {

struct Request {
    std::shared_ptr<const Access> access;
    AuthMemory* auth;                        // the camera's; learns from the answer
    const Validators* validators = nullptr;  // not null: conditional
    bool head = false;                       // only the headers
    // Names and their addresses, as CURLOPT_RESOLVE wants them. A redirect to any other name ends
    // the transfer with Abort::kUnresolved.
    const std::vector<std::string>& resolved;
    std::chrono::milliseconds timeout{0};  // over connect, TLS and body
    std::uint64_t max_bytes = 0;
    std::uint64_t min_speed = 0;    // bytes a second, once a body has begun; 0: any
    const std::string& user_agent;  // unless the camera has its own
    bool document = false;          // text, which may come compressed
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
    std::string content_type;
    std::string error;  // libcurl's words or the multipart parser's, one line, without credentials
    std::shared_ptr<const Access> access;
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
    /// Gives back what an unusually large picture left behind; `all`: any picture.
    void shrink(bool all);

    /// The nonce that was kept was refused (RFC 7616, section 3.3, without stale=true, as cameras
    /// do after a restart): it is forgotten, and the request is worth sending once more.
    bool nonce_refused(const Answer& answer) noexcept;
    /// The next request may be another camera's.
    void forget() noexcept { keep_state_ = false; }

    CURL* easy() const noexcept { return easy_.get(); }
    static Transfer& of(CURL* easy) noexcept;

  private:
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static int on_request(void* self, char* peer_ip, char*, int, int);
    static int on_lookup(void* resolver, void* reserved, void* self);

    void set_credentials(const Request& request);
    void make_headers(const Request& request);
    void end_multipart(Answer& answer);
    bool at_home() const;
    std::size_t receive_part(std::span<const std::byte> bytes);
    std::size_t receive(std::span<const std::byte> bytes);
    std::string header(const char* name) const;

    struct EasyDelete {
        void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
    };
    struct ListDelete {
        void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
    };

    using List = std::unique_ptr<curl_slist, ListDelete>;

    static List list_of(const std::vector<std::string>& texts);

    List headers_;       // for the camera's own origin
    List away_headers_;  // for where it redirects to; empty: the same
    List resolved_;
    std::unique_ptr<CURL, EasyDelete> easy_;
    std::vector<std::byte> body_;
    std::uint64_t max_bytes_ = 0;
    std::uint64_t min_speed_ = 0;
    std::uint64_t ignored_bytes_ = 0;
    std::shared_ptr<const Access> access_;
    AuthMemory* auth_ = nullptr;
    bool keep_state_ = false;  // the handle's Digest state is this camera's, and of use
    bool used_nonce_ = false;
    std::optional<Multipart> multipart_;
    HopCheck hops_;
    Abort abort_ = Abort::kNone;
    bool conditional_ = false;
    char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace livecam::fetch
