// How one camera is asked: its address without credentials, the credentials, and its settings.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/fetch/document.h"

namespace livecam::fetch {

struct Access {
    std::string url;     // without user info and fragment
    std::string origin;  // of url; empty if it has none
    std::string user;
    std::string password;
    config::Reach reach;
    std::vector<std::string> secrets;  // what no message may hold

    bool has_credentials() const noexcept { return !user.empty() || !password.empty(); }
};

/// Credentials come from the address or from the settings; the configuration has refused both.
Access access_of(const config::Camera& camera);

/// Identifies what is asked for and how: two cameras of one slug with different versions may show
/// different things, and an attempt at the one says nothing about the other. Not 0.
std::uint64_t source_version(const config::Camera& camera);
std::uint64_t source_version(const Document& document);

/// Everything of `access` that a request's options say, but for credentials' schemes and headers.
/// The handle must not outlive `access`.
void set_access(CURL* easy, const Access& access);

}  // namespace livecam::fetch
