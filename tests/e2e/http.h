// An HTTP client for tests: libcurl, with everything it does by itself turned off.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace livecam::e2e {

enum class Version { kHttp1, kHttp2 };

struct Response {
    int error = 0;  // CURLcode; 0: an answer arrived whole
    long status = 0;
    Version version = Version::kHttp1;  // that was spoken
    bool fresh = true;                  // the connection was opened for this request
    std::string body;
    std::map<std::string, std::string> headers;  // names in lower case; the last one wins
    std::map<std::string, int> lines;            // how many there were of each name

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

struct Request {
    std::string url;
    std::vector<std::string> headers{};  // "Name: value"
    std::string method = "GET";
    long timeout_ms = 20'000;
    Version version = Version::kHttp1;  // kHttp2: over TLS, where the server agrees
    bool insecure = true;               // the certificates of tests are signed by themselves
};

/// Keeps its connection from one request to the next. For one thread.
class Client {
  public:
    Client();
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Response send(const Request& request);
    Response post(const std::string& url, const std::string& body);

  private:
    void* handle_;
};

/// One request over a connection of its own.
Response get(const std::string& url, std::vector<std::string> headers = {});
Response head(const std::string& url, std::vector<std::string> headers = {});

/// A port of 127.0.0.1 that nobody listens on at the moment.
int free_port();

}  // namespace livecam::e2e
