#include "sidecar/fetch/transfer.h"

#include <algorithm>
#include <new>

#include "sidecar/fetch/endpoint.h"
#include "sidecar/fetch/log_line.h"

namespace livecam::fetch {
namespace {

// A promised length is believed up to here; beyond, memory grows only with what really arrives.
constexpr std::uint64_t kMaxReserve = 1 << 20;
constexpr std::size_t kKeptBody = 512 << 10;
// The body of an error page is read so that the connection can be used again, up to here.
constexpr std::uint64_t kMaxIgnored = 64 << 10;
constexpr long kMaxRedirects = 5;
/// So long a body may come too slowly.
constexpr long kSlowSeconds = 3;

// Identity is asked for by name: without Accept-Encoding any coding would be acceptable (RFC 9110,
// section 12.5.3), and a compressed picture gains nothing.
constexpr const char* kAccept =
    "Accept: image/jpeg,image/webp,image/png,image/gif,image/*;q=0.5,*/*;q=0.1";
constexpr const char* kAcceptEncoding = "Accept-Encoding: identity";

}  // namespace

Transfer::Transfer() : easy_(curl_easy_init()) {
    if (!easy_) {
        throw std::bad_alloc();
    }
}

Transfer& Transfer::of(CURL* easy) noexcept {
    char* self = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
    return *reinterpret_cast<Transfer*>(self);
}

void Transfer::begin(const Request& request) {
    body_.clear();
    max_bytes_ = request.max_bytes;
    min_speed_ = request.min_speed;
    ignored_bytes_ = 0;
    user_info_ = user_info_of(request.url);
    hops_ = HopCheck();
    abort_ = Abort::kNone;
    conditional_ = request.validators != nullptr;
    error_[0] = '\0';

    curl_slist* list = curl_slist_append(nullptr, kAccept);
    list = curl_slist_append(list, kAcceptEncoding);
    if (conditional_) {
        const Validators& known = *request.validators;
        if (!known.etag.empty()) {
            list = curl_slist_append(list, ("If-None-Match: " + known.etag).c_str());
        }
        if (!known.last_modified.empty()) {
            list = curl_slist_append(list, ("If-Modified-Since: " + known.last_modified).c_str());
        }
    }
    headers_.reset(list);
    list = nullptr;
    for (const std::string& entry : request.resolved) {
        list = curl_slist_append(list, entry.c_str());
    }
    resolved_.reset(list);

    // Reset, so that nothing of the camera that used this handle before is left, its credentials
    // least of all. Connections belong to the multi handle and stay.
    CURL* const easy = easy_.get();
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, request.user_agent.c_str());

    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kMaxRedirects);
    curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
    // A proxy is never taken from the environment: behind one, peers cannot be checked.
    curl_easy_setopt(easy, CURLOPT_PROXY, "");

    const long timeout = static_cast<long>(request.timeout.count());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
    // libcurl resolves nothing itself: see resolver.h.
    curl_easy_setopt(easy, CURLOPT_RESOLVE, resolved_.get());
    curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, &Transfer::on_lookup);
    curl_easy_setopt(easy, CURLOPT_RESOLVER_START_DATA, static_cast<void*>(this));
    if (request.head) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);

    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(max_bytes_));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

Answer Transfer::end(CURLcode code) {
    Answer answer;
    CURL* const easy = easy_.get();
    answer.ending.code = code;
    answer.ending.abort = abort_;
    answer.ending.conditional = conditional_;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.ending.status);
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_COUNT, &answer.ending.redirects);
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &answer.ending.os_errno);
    answer.etag = repeatable(header("ETag"));
    answer.last_modified = repeatable(header("Last-Modified"));
    answer.retry_after = header("Retry-After");
    answer.content_encoding = header("Content-Encoding");
    curl_off_t length = -1;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    answer.length = length;
    char* url = nullptr;
    curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url);
    answer.url = url != nullptr ? url : "";
    if (code != CURLE_OK) {
        answer.error = log_line(error_[0] != '\0' ? error_ : curl_easy_strerror(code), user_info_);
    }
    answer.body = body_;
    answer.max_bytes = max_bytes_;
    return answer;
}

void Transfer::shrink() {
    if (body_.capacity() > kKeptBody) {
        body_ = std::vector<std::byte>();
    }
}

std::string Transfer::header(const char* name) const {
    curl_header* found = nullptr;
    constexpr int kLastRequest = -1;
    if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, kLastRequest, &found) != CURLHE_OK) {
        return {};
    }
    return found->value;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->receive(
        std::as_bytes(std::span<const char>(data, size * count)));
}

std::size_t Transfer::receive(std::span<const std::byte> bytes) {
    constexpr std::size_t kEndTransfer = 0;
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200 && status != 203) {
        ignored_bytes_ += bytes.size();
        return ignored_bytes_ > kMaxIgnored ? kEndTransfer : bytes.size();
    }
    if (body_.size() + bytes.size() > max_bytes_) {
        abort_ = Abort::kTooBig;
        return kEndTransfer;
    }
    if (body_.empty()) {
        // Only now: a camera may take its time to make a picture.
        curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(min_speed_));
        curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_TIME, min_speed_ > 0 ? kSlowSeconds : 0L);
        curl_off_t announced = -1;
        curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
        if (announced > 0) {
            body_.reserve(std::min(static_cast<std::uint64_t>(announced), kMaxReserve));
        }
    }
    body_.insert(body_.end(), bytes.begin(), bytes.end());
    return bytes.size();
}

int Transfer::on_lookup(void*, void*, void* self) {
    constexpr int kGoOn = 0;
    constexpr int kRefuse = 1;
    auto& transfer = *static_cast<Transfer*>(self);
    char* url = nullptr;
    curl_easy_getinfo(transfer.easy_.get(), CURLINFO_EFFECTIVE_URL, &url);
    if (url != nullptr && endpoint_of(url).host.empty()) {
        return kGoOn;  // an address: nothing is looked up
    }
    transfer.abort_ = Abort::kUnresolved;
    return kRefuse;
}

int Transfer::on_request(void* self, char* peer_ip, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.hops_.allow(peer_ip)) {
        return CURL_PREREQFUNC_OK;
    }
    transfer.abort_ = Abort::kHop;
    return CURL_PREREQFUNC_ABORT;
}

}  // namespace livecam::fetch
