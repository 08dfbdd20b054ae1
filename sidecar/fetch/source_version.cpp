#include "shared/hash.h"
#include "sidecar/fetch/access.h"

namespace livecam::fetch {
namespace {

/// Each value behind its length, so that no two lists of values look alike.
class Text {
  public:
    void add(std::string_view value) {
        text_ += std::to_string(value.size()) + ':';
        text_ += value;
    }
    template <class Number>
    void number(Number value) {
        text_ += std::to_string(static_cast<std::uint64_t>(value)) + ',';
    }
    std::uint64_t hash() const { return key_hash(text_); }

  private:
    std::string text_;
};

}  // namespace

std::uint64_t source_version(const config::Camera& camera) {
    const config::Reach& reach = camera.reach;
    Text text;
    text.add(camera.src);
    text.add(reach.auth.user);
    text.add(reach.auth.password);
    text.number(reach.auth.scheme);
    text.number(reach.tls.mode);
    text.add(reach.tls.pin);
    text.add(reach.tls.ca != nullptr ? *reach.tls.ca : std::string_view());
    text.number(reach.headers.size());
    for (const config::Header& header : reach.headers) {
        text.add(header.name);
        text.add(header.value);
    }
    text.add(reach.user_agent);
    text.add(reach.proxy);
    text.number(reach.http);
    text.number(reach.ip);
    text.number(reach.allow_private_redirects);
    text.number(reach.verify);
    text.number(reach.max_pixels);
    text.number(reach.unavailable.size());
    for (const std::uint64_t hash : reach.unavailable) {
        text.number(hash);
    }
    const std::uint64_t hash = text.hash();
    return hash != 0 ? hash : 1;
}

std::uint64_t source_version(const Document& document) {
    config::Camera camera;
    camera.src = document.address;
    camera.reach = document.reach;
    return source_version(camera);
}

bool Document::operator==(const Document& other) const {
    return name == other.name && address == other.address && interval == other.interval &&
           limits == other.limits && source_version(*this) == source_version(other);
}

}  // namespace livecam::fetch
