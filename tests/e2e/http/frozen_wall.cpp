#include "tests/e2e/http/frozen_wall.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "shared/store_reader.h"
#include "tests/e2e/wait.h"

namespace livecam::e2e {
namespace {

/// Fills the store, and returns the slug of a camera with pictures; `pending` has none.
std::string fill(const Simulator& simulator, const StoreDir& store, std::string& pending) {
    Livecamd livecamd(simulator.config(), store.path());
    if (!livecamd.wait_ready()) {
        throw std::runtime_error("livecamd does not get ready: " + livecamd.log());
    }
    StoreReader reader(store.path().c_str(), ::geteuid());
    std::int64_t now = 0;
    std::string slug;
    const bool found = until([&] {
        reader.refresh(now += kAttachRetryMs);
        for (std::uint32_t i = 0; i < reader.index().entry_count(); ++i) {
            Descriptor descriptor;
            if (reader.index().read(i, descriptor) && descriptor.kind == Kind::kFrames &&
                !descriptor.has_picture()) {
                pending = reader.index().key(i).substr(7);
            }
            // Two pictures, so that there is one that is kept beside the newest.
            if (reader.index().read(i, descriptor) && descriptor.has_picture() &&
                descriptor.frame_count > 1) {
                slug = std::string(reader.index().key(i).substr(7));
            }
        }
        return !slug.empty() && !pending.empty();
    });
    livecamd.process().signal(SIGTERM);
    livecamd.process().wait();
    if (!found) {
        throw std::runtime_error("no camera has two pictures: " + livecamd.log());
    }
    return slug;
}

NginxOptions with_static_twin(NginxOptions options) {
    options.tls = true;
    options.server += R"(
        location /twin/ { livecam off; gzip off; default_type text/html; types {} }
        keepalive_requests 1000000;
        location /twin/json { livecam off; gzip off; default_type application/json; types {} }
        location /twin/picture { livecam off; gzip off; default_type image/jpeg; types {} })";
    return options;
}

}  // namespace

std::string to_string(Transport transport) {
    switch (transport) {
        case Transport::kPlain:
            return "HTTP/1.1";
        case Transport::kTls:
            return "HTTP/1.1 over TLS";
        case Transport::kHttp2:
            break;
    }
    return "HTTP/2";
}

FrozenWall::FrozenWall(NginxOptions options)
    : camera_(fill(simulator_, store_, pending_)),
      nginx_(store_.path(), with_static_twin(std::move(options))) {
    std::filesystem::create_directories(nginx_.directory() + "/html/twin");
    const std::string picture = "/image/" + camera_;
    const Response newest = get(picture);
    add("picture", picture, "");
    add("picture_kept", picture + "/" + newest.header("etag").substr(1, 16), "gzip, br");
    add("page", "/camera/" + camera_, "");
    add("page_gzip", "/camera/" + camera_, "gzip");
    add("page_brotli", "/camera/" + camera_, "gzip, br");
    add("json", "/.json", "identity");
}

void FrozenWall::add(std::string name, std::string path, std::string accept_encoding) {
    Resource resource{
        std::move(name), std::move(path), std::move(accept_encoding), "", "", "", "", 0};
    std::vector<std::string> headers;
    if (!resource.accept_encoding.empty()) {
        headers.push_back("Accept-Encoding: " + resource.accept_encoding);
    }
    const Response full = get(resource.path, headers);
    resource.file = "/twin/" + resource.name;
    resource.etag = full.header("etag");
    resource.last_modified = full.header("last-modified");
    resource.length = full.body.size();
    const time_t changed = ::curl_getdate(resource.last_modified.c_str(), nullptr);
    if (full.status != 200 || resource.length < 100 || changed <= 0) {
        throw std::runtime_error(resource.path + " has no date or no content");
    }
    const std::string file = nginx_.directory() + "/html" + resource.file;
    write_file(file, full.body);
    ::chmod(file.c_str(), 0644);
    const timespec times[2] = {{changed, 0}, {changed, 0}};
    ::utimensat(AT_FDCWD, file.c_str(), times, 0);
    const Response twin = get(resource.file);
    resource.file_etag = twin.header("etag");
    if (twin.body != full.body || twin.header("last-modified") != resource.last_modified) {
        throw std::runtime_error(resource.file + " is no twin of " + resource.path);
    }
    resources_.push_back(std::move(resource));
}

Response FrozenWall::send(Transport transport, Request request) {
    request.url =
        transport == Transport::kPlain ? nginx_.url(request.url) : nginx_.https_url(request.url);
    request.version = transport == Transport::kHttp2 ? Version::kHttp2 : Version::kHttp1;
    return clients_[static_cast<int>(transport)].send(request);
}

const Resource& FrozenWall::resource(const std::string& name) const {
    for (const Resource& resource : resources_) {
        if (resource.name == name) {
            return resource;
        }
    }
    throw std::runtime_error("no resource " + name);
}

std::vector<std::string> FrozenWall::keys() const {
    StoreReader reader(store_.path().c_str(), ::geteuid());
    std::vector<std::string> keys;
    reader.refresh(kAttachRetryMs);
    for (std::uint32_t i = 0; i < reader.index().entry_count(); ++i) {
        Descriptor descriptor;
        if (reader.index().read(i, descriptor) && descriptor.kind != Kind::kNone &&
            descriptor.kind != Kind::kEvents && descriptor.kind != Kind::kStream &&
            descriptor.kind != Kind::kMetrics) {
            keys.emplace_back(reader.index().key(i));
        }
    }
    return keys;
}

}  // namespace livecam::e2e
