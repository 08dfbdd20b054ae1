#include "sidecar/fetch/reason_map.h"

#include <cerrno>

namespace livecam::fetch {
namespace {

Reason of_error_status(long status) noexcept {
    switch (status) {
        case 401:
            return Reason::kUnauthorized;
        case 403:
            return Reason::kForbidden;
        case 404:
            return Reason::kNotFound;
        case 410:
            return Reason::kGone;
        case 429:
            return Reason::kTooManyRequests;
        default:
            return status >= 500 && status < 600 ? Reason::kServerError : Reason::kHttpError;
    }
}

Reason of_connect_errno(long os_errno) noexcept {
    switch (os_errno) {
        case ETIMEDOUT:
            return Reason::kTimeout;
        case ECONNRESET:
            return Reason::kReset;
        case 0:
        case ECONNREFUSED:
            return Reason::kRefused;
        default:
            return Reason::kNetwork;  // no route, no descriptors, …
    }
}

Reason of_code(const Ending& ending) noexcept {
    switch (ending.code) {
        case CURLE_OPERATION_TIMEDOUT:
            return Reason::kTimeout;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return Reason::kDns;
        case CURLE_COULDNT_CONNECT:
            return of_connect_errno(ending.os_errno);
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2_STREAM:
            return Reason::kReset;
        case CURLE_PARTIAL_FILE:
            return Reason::kShortBody;
        case CURLE_FILESIZE_EXCEEDED:
            return Reason::kTooBig;
        case CURLE_TOO_MANY_REDIRECTS:
            return Reason::kRedirect;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            return ending.redirects > 0 ? Reason::kRedirect : Reason::kNetwork;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CRL_BADFILE:
        case CURLE_SSL_CLIENTCERT:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        case CURLE_SSL_ENGINE_NOTFOUND:
        case CURLE_SSL_ENGINE_SETFAILED:
        case CURLE_SSL_ENGINE_INITFAILED:
        case CURLE_SSL_SHUTDOWN_FAILED:
        case CURLE_USE_SSL_FAILED:
            return Reason::kTls;
        default:
            return Reason::kNetwork;
    }
}

}  // namespace

Reason reason_of(const Ending& ending) noexcept {
    if (ending.abort == Abort::kHop) {
        return Reason::kRedirect;
    }
    if (ending.abort == Abort::kUnresolved) {
        return Reason::kDns;
    }
    if (ending.status >= 400) {
        return of_error_status(ending.status);
    }
    if (ending.abort == Abort::kTooBig) {
        return Reason::kTooBig;
    }
    if (ending.abort == Abort::kMultipart) {
        return Reason::kInvalid;
    }
    if (ending.code != CURLE_OK) {
        return of_code(ending);
    }
    if (ending.status == 200 || ending.status == 203 ||
        (ending.status == 304 && ending.conditional)) {
        return Reason::kNone;
    }
    const bool redirect = ending.status >= 300 && ending.status != 304;
    return redirect ? Reason::kRedirect : Reason::kHttpError;
}

}  // namespace livecam::fetch
