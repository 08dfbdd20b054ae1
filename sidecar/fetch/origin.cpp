#include "sidecar/fetch/origin.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace livecam::fetch {
namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) {
        return {};
    }
    std::string result(text);
    curl_free(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

}  // namespace

std::string origin_of(const std::string& url) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return {};
    }
    const std::string scheme = part(parsed.get(), CURLUPART_SCHEME, 0);
    const std::string host = part(parsed.get(), CURLUPART_HOST, 0);
    const std::string port = part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if ((scheme != "http" && scheme != "https") || host.empty() || port.empty()) {
        return {};
    }
    return scheme + "://" + host + ":" + port;
}

}  // namespace livecam::fetch
