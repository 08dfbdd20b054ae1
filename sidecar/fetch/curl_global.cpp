#include "sidecar/fetch/curl_global.h"

#include <curl/curl.h>

#include <stdexcept>
#include <string>

namespace livecam::fetch {

CurlGlobal::CurlGlobal() {
    if (const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
        throw std::runtime_error(std::string("libcurl cannot start: ") + curl_easy_strerror(code));
    }
}

CurlGlobal::~CurlGlobal() {
    curl_global_cleanup();
}

}  // namespace livecam::fetch
