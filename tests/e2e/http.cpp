#include "tests/e2e/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

namespace livecam::e2e {
namespace {

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<Response*>(to)->body.append(data, size * count);
    return size * count;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* to) {
    auto* response = static_cast<Response*>(to);
    std::string line(data, size * count);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
        line.pop_back();
    }
    if (const std::size_t colon = line.find(':'); colon != std::string::npos) {
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        const std::size_t value = line.find_first_not_of(' ', colon + 1);
        ++response->lines[name];
        response->headers[name] = value == std::string::npos ? "" : line.substr(value);
    }
    return size * count;
}

}  // namespace

Client::Client() : handle_(::curl_easy_init()) {}

Client::~Client() {
    ::curl_easy_cleanup(handle_);
}

Response Client::send(const Request& request) {
    Response response;
    ::curl_easy_reset(handle_);
    curl_slist* headers = nullptr;
    for (const std::string& header : request.headers) {
        headers = ::curl_slist_append(headers, header.c_str());
    }
    ::curl_easy_setopt(handle_, CURLOPT_URL, request.url.c_str());
    ::curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers);
    ::curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, request.timeout_ms);
    ::curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(handle_, CURLOPT_PATH_AS_IS, 1L);
    ::curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, request.insecure ? 0L : 1L);
    ::curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, request.insecure ? 0L : 2L);
    ::curl_easy_setopt(
        handle_, CURLOPT_HTTP_VERSION,
        request.version == Version::kHttp2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
    ::curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, on_body);
    ::curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &response);
    ::curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, on_header);
    ::curl_easy_setopt(handle_, CURLOPT_HEADERDATA, &response);
    if (request.method == "HEAD") {
        ::curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET") {
        ::curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    response.error = ::curl_easy_perform(handle_);
    long connects = 0;
    long version = 0;
    ::curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &response.status);
    ::curl_easy_getinfo(handle_, CURLINFO_NUM_CONNECTS, &connects);
    ::curl_easy_getinfo(handle_, CURLINFO_HTTP_VERSION, &version);
    response.fresh = connects > 0;
    response.version = version == CURL_HTTP_VERSION_2_0 ? Version::kHttp2 : Version::kHttp1;
    ::curl_slist_free_all(headers);
    return response;
}

Response Client::post(const std::string& url, const std::string& body) {
    Response response;
    ::curl_easy_reset(handle_);
    ::curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    ::curl_easy_setopt(handle_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    ::curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, on_body);
    ::curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &response);
    response.error = ::curl_easy_perform(handle_);
    ::curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &response.status);
    return response;
}

Response get(const std::string& url, std::vector<std::string> headers) {
    return Client{}.send({url, std::move(headers)});
}

Response head(const std::string& url, std::vector<std::string> headers) {
    return Client{}.send({url, std::move(headers), "HEAD"});
}

int free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(fd);
    if (!bound) {
        throw std::runtime_error("no free port");
    }
    return ::ntohs(address.sin_port);
}

}  // namespace livecam::e2e
