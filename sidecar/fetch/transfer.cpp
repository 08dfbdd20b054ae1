#include "sidecar/fetch/transfer.h"

#include <strings.h>

#include <algorithm>
#include <new>

#include "sidecar/fetch/endpoint.h"
#include "sidecar/fetch/log_line.h"
#include "sidecar/fetch/origin.h"

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
constexpr const char* kAcceptDocument = "Accept: application/json, */*;q=0.5";

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
    multipart_.reset();
    max_bytes_ = request.max_bytes;
    min_speed_ = request.min_speed;
    ignored_bytes_ = 0;
    access_ = request.access;
    auth_ = request.auth;
    const config::Reach& reach = access_->reach;
    hops_ = HopCheck(reach.allow_private_redirects || !reach.proxy.empty());
    abort_ = Abort::kNone;
    conditional_ = request.validators != nullptr;
    error_[0] = '\0';
    make_headers(request);
    resolved_ = list_of(request.resolved);

    // Reset, so that nothing of the camera that used this handle before is left, its credentials
    // least of all. Connections belong to the multi handle and stay. A handle with a nonce is not
    // reset, because that would forget it; it belongs to one camera, and every option that is set
    // below is set each time.
    CURL* const easy = easy_.get();
    used_nonce_ = keep_state_;
    if (!keep_state_) {
        curl_easy_reset(easy);
    }
    curl_easy_setopt(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
    set_access(easy, *access_);
    set_credentials(request);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_USERAGENT,
                     (reach.user_agent.empty() ? request.user_agent : reach.user_agent).c_str());

    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, kMaxRedirects);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));

    const long timeout = static_cast<long>(request.timeout.count());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
    // libcurl resolves nothing itself (see resolver.h), but for redirects behind a SOCKS proxy:
    // there it at least does not wait for its thread.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_RESOLVE, resolved_.get());
    curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, &Transfer::on_lookup);
    curl_easy_setopt(easy, CURLOPT_RESOLVER_START_DATA, static_cast<void*>(this));
    // libcurl decodes what it asks for by this option, and max_bytes counts what comes out.
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, request.document ? "gzip" : nullptr);
    curl_easy_setopt(easy, CURLOPT_NOBODY, request.head ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);

    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(max_bytes_));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
}

Transfer::List Transfer::list_of(const std::vector<std::string>& texts) {
    curl_slist* list = nullptr;
    for (const std::string& text : texts) {
        list = curl_slist_append(list, text.c_str());
    }
    return List(list);
}

void Transfer::make_headers(const Request& request) {
    const Validators* const validators = request.validators;
    std::vector<std::string> lines = {kAccept, kAcceptEncoding};
    if (request.document) {
        lines = {kAcceptDocument};
    }
    if (validators != nullptr && !validators->etag.empty()) {
        lines.push_back("If-None-Match: " + validators->etag);
    }
    if (validators != nullptr && !validators->last_modified.empty()) {
        lines.push_back("If-Modified-Since: " + validators->last_modified);
    }
    const std::vector<config::Header>& own = access_->reach.headers;
    away_headers_ = own.empty() ? List() : list_of(lines);
    for (const config::Header& header : own) {
        const bool accept = strcasecmp(header.name.c_str(), "Accept") == 0;
        std::string line = header.name + ": " + header.value;
        if (accept) {
            lines[0] = std::move(line);
        } else {
            lines.push_back(std::move(line));
        }
    }
    headers_ = list_of(lines);
}

void Transfer::set_credentials(const Request& request) {
    CURL* const easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    if (access_->has_credentials()) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, request.auth->schemes(access_->reach.auth.scheme));
        curl_easy_setopt(easy, CURLOPT_USERNAME, access_->user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, access_->password.c_str());
    }
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
    answer.content_type = header("Content-Type");
    answer.access = access_;
    if (code != CURLE_OK) {
        answer.error =
            log_line(error_[0] != '\0' ? error_ : curl_easy_strerror(code), access_->secrets);
    }
    answer.body = body_;
    answer.max_bytes = max_bytes_;
    end_multipart(answer);
    if (access_->has_credentials()) {
        long offered = 0;
        curl_easy_getinfo(easy, CURLINFO_HTTPAUTH_AVAIL, &offered);
        auth_->learn(access_->reach.auth.scheme, answer.ending.status, offered);
        keep_state_ = auth_->has_nonce();
    }
    return answer;
}

/// A stream has no end that libcurl could find good.
void Transfer::end_multipart(Answer& answer) {
    if (!multipart_) {
        return;
    }
    if (answer.ending.code == CURLE_OK || answer.ending.code == CURLE_PARTIAL_FILE) {
        multipart_->finish();
    }
    // Validators of a stream say nothing about one of its pictures.
    answer.etag.clear();
    answer.last_modified.clear();
    switch (multipart_->state()) {
        case Multipart::State::kFrame:
            answer.ending.code = CURLE_OK;
            answer.body = multipart_->frame();
            break;
        case Multipart::State::kBroken:
            answer.ending.abort = Abort::kMultipart;
            answer.error = multipart_->fault();
            break;
        case Multipart::State::kTooBig:
            answer.ending.abort = Abort::kTooBig;
            break;
        case Multipart::State::kMore:
            break;  // the deadline, or a broken connection
    }
}

bool Transfer::nonce_refused(const Answer& answer) noexcept {
    if (!used_nonce_ || answer.ending.status != 401) {
        return false;
    }
    keep_state_ = false;
    return true;
}

void Transfer::shrink(bool all) {
    multipart_.reset();
    if (all || body_.capacity() > kKeptBody) {
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
    if (body_.empty() && !multipart_) {
        const std::string type = header("Content-Type");
        if (is_multipart(type)) {
            multipart_.emplace(multipart_boundary(type), max_bytes_);
        }
    }
    if (multipart_) {
        return receive_part(bytes);
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
    if (!transfer.access_->reach.proxy.empty()) {
        return kGoOn;  // what a proxy's name is looked up for cannot be told here
    }
    char* url = nullptr;
    curl_easy_getinfo(transfer.easy_.get(), CURLINFO_EFFECTIVE_URL, &url);
    if (url != nullptr && endpoint_of(url).host.empty()) {
        return kGoOn;  // an address: nothing is looked up
    }
    transfer.abort_ = Abort::kUnresolved;
    return kRefuse;
}

/// After the first picture the connection is of no use: the rest of the stream would have to be
/// read. Ending the transfer here closes it.
std::size_t Transfer::receive_part(std::span<const std::byte> bytes) {
    constexpr std::size_t kEndTransfer = 0;
    return multipart_->feed(bytes) == Multipart::State::kMore ? bytes.size() : kEndTransfer;
}

/// Is the request that comes next one to the camera's own origin?
bool Transfer::at_home() const {
    char* url = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_EFFECTIVE_URL, &url);
    return url != nullptr && origin_of(url) == access_->origin;
}

int Transfer::on_request(void* self, char* peer_ip, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (!transfer.hops_.allow(peer_ip)) {
        transfer.abort_ = Abort::kHop;
        return CURL_PREREQFUNC_ABORT;
    }
    // libcurl keeps Authorization to itself at another host, but would send all other headers: some
    // are keys of this camera. The request is made after this call.
    if (transfer.away_headers_ && !transfer.at_home()) {
        curl_easy_setopt(transfer.easy_.get(), CURLOPT_HTTPHEADER, transfer.away_headers_.get());
    }
    return CURL_PREREQFUNC_OK;
}

}  // namespace livecam::fetch
