#include "sidecar/fetch/access.h"

#include <memory>

#include "sidecar/fetch/log_line.h"
#include "sidecar/fetch/origin.h"

namespace livecam::fetch {
namespace {

std::string take(CURLU* url, CURLUPart part, unsigned flags) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) {
        return {};
    }
    std::string result(text);
    curl_free(text);
    return result;
}

void split(const std::string& address, Access& access) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    access.url = address;
    if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) {
        return;
    }
    const std::string user = take(url.get(), CURLUPART_USER, CURLU_URLDECODE);
    const std::string password = take(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE);
    if (user.empty() && password.empty()) {
        return;
    }
    access.user = user;
    access.password = password;
    curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
    curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
    access.url = take(url.get(), CURLUPART_URL, 0);
}

/// Both as they are written and as they are meant.
void hide_user_info(const std::string& address, std::vector<std::string>& secrets) {
    const std::string info = user_info_of(address);
    if (info.empty()) {
        return;
    }
    secrets.push_back(info);
    if (const std::size_t colon = info.find(':'); colon != std::string::npos) {
        secrets.push_back(info.substr(colon + 1));
    }
}

std::vector<std::string> secrets_of(const std::string& address, const Access& access) {
    std::vector<std::string> secrets;
    hide_user_info(address, secrets);
    hide_user_info(access.reach.proxy, secrets);
    secrets.push_back(access.password);
    for (const config::Header& header : access.reach.headers) {
        secrets.push_back(header.value);
    }
    return secrets;
}

}  // namespace

Access access_of(const config::Camera& camera) {
    Access access;
    access.reach = camera.reach;
    access.user = camera.reach.auth.user;
    access.password = camera.reach.auth.password;
    split(camera.src, access);
    access.origin = origin_of(access.url);
    access.secrets = secrets_of(camera.src, access);
    return access;
}

}  // namespace livecam::fetch
