// A wall that stands still: its sidecar has ended, the store and nginx stay. Beside it, the same
// bytes with the same dates as files of nginx's static module.
#pragma once

#include <iterator>
#include <string>
#include <vector>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

/// What is asked for, and where the static module has the same.
struct Resource {
    std::string name;
    std::string path;
    std::string accept_encoding;  // empty: the field is not sent
    std::string file;             // the static twin's path
    std::string etag;
    std::string file_etag;
    std::string last_modified;
    std::size_t length = 0;
};

enum class Transport { kPlain, kTls, kHttp2 };
inline constexpr Transport kTransports[] = {Transport::kPlain, Transport::kTls, Transport::kHttp2};
std::string to_string(Transport transport);

class FrozenWall {
  public:
    explicit FrozenWall(NginxOptions options = {});

    /// Over `transport`, through connections that are kept.
    Response send(Transport transport, Request request);  // Request::url is a path
    Response get(const std::string& path, std::vector<std::string> headers = {}) {
        return send(Transport::kPlain, {path, std::move(headers)});
    }

    const std::string& camera() const { return camera_; }    // a slug
    const std::string& pending() const { return pending_; }  // one without a picture
    const std::string& store() const { return store_.path(); }
    Nginx& nginx() { return nginx_; }

    /// Newest and immutable picture, a page in three encodings, a JSON.
    const std::vector<Resource>& resources() const { return resources_; }
    const Resource& resource(const std::string& name) const;

    /// The keys of the store that are answered at once, of all kinds.
    std::vector<std::string> keys() const;

  private:
    void add(std::string name, std::string path, std::string accept_encoding);

    Simulator simulator_{
        {"--cameras", "2", "--interval", "1s", "--size", "320x200", "--fault", "1=404"}};
    StoreDir store_;
    std::string pending_;
    std::string camera_;
    Nginx nginx_;
    Client clients_[std::size(kTransports)];
    std::vector<Resource> resources_;
};

}  // namespace livecam::e2e
