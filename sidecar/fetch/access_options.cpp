#include "sidecar/fetch/access.h"

namespace livecam::fetch {
namespace {

void set_tls(CURL* easy, const config::Tls& tls) {
    const bool by_authorities =
        tls.mode == config::TlsMode::kVerify || tls.mode == config::TlsMode::kCa;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, by_authorities ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, by_authorities ? 2L : 0L);
    if (tls.mode == config::TlsMode::kPin) {
        curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, tls.pin.c_str());
    }
    if (tls.mode == config::TlsMode::kCa) {
        // Not copied: the text is the camera's, and so is the handle meanwhile. The directory of
        // the system's authorities would be trusted as well.
        curl_blob blob{const_cast<char*>(tls.ca->data()), tls.ca->size(), CURL_BLOB_NOCOPY};
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    }
}

/// libcurl 7.88 sends a request for HTTP/1.1 over an open HTTP/2 connection, and the other way
/// round. Connections with different TLS options are never shared, and this one means nothing to
/// OpenSSL.
void keep_apart(CURL* easy, bool http1) {
    curl_easy_setopt(easy, CURLOPT_SSL_OPTIONS, http1 ? long{CURLSSLOPT_NO_REVOKE} : 0L);
}

}  // namespace

void set_access(CURL* easy, const Access& access) {
    const config::Reach& reach = access.reach;
    curl_easy_setopt(easy, CURLOPT_URL, access.url.c_str());
    set_tls(easy, reach.tls);
    const bool http1 = reach.http == config::HttpVersion::k1;
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS);
    keep_apart(easy, http1);
    constexpr long kResolve[] = {CURL_IPRESOLVE_WHATEVER, CURL_IPRESOLVE_V4, CURL_IPRESOLVE_V6};
    curl_easy_setopt(easy, CURLOPT_IPRESOLVE, kResolve[static_cast<std::size_t>(reach.ip)]);
    // An empty text is no proxy at all: the environment's is never taken, nor its exceptions.
    curl_easy_setopt(easy, CURLOPT_PROXY, reach.proxy.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
}

}  // namespace livecam::fetch
