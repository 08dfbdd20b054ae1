// How a camera is reached, and how its answer is checked: fetch's defaults and the camera's own
// settings, already merged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace livecam::config {

/// kAny asks without credentials first and does as the camera's challenge says, Digest before
/// Basic.
enum class AuthScheme { kAny, kBasic, kDigest };

/// kVerify: by the system's authorities. kPin: by the key alone, as a self-signed camera needs.
/// kCa: by the authorities of one file alone.
enum class TlsMode { kVerify, kOff, kPin, kCa };

enum class HttpVersion { k1, k2 };
enum class IpVersion { kAny, k4, k6 };
enum class Verify { kStructure, kDecode, kNone };

struct Auth {
    std::string user;
    std::string password;  // a secret: in no message, ever
    AuthScheme scheme = AuthScheme::kAny;
    std::string file;  // where user and password come from; empty: not from a file
};

struct Tls {
    TlsMode mode = TlsMode::kVerify;
    std::string pin;  // kPin: "sha256//…", several separated by ";" (CURLOPT_PINNEDPUBLICKEY(3))
    std::string ca_file;
    std::shared_ptr<const std::string> ca;  // kCa: what is in the file, PEM; shared by cameras
};

struct Header {
    std::string name;
    std::string value;  // may be a secret
};

struct Reach {
    Auth auth;  // of the settings or a file; those in the address stay there
    Tls tls;
    std::vector<Header> headers;
    std::string user_agent;  // empty: fetch's
    std::string proxy;       // http, https, socks5 or socks5h; empty: none
    HttpVersion http = HttpVersion::k2;
    IpVersion ip = IpVersion::kAny;
    bool allow_private_redirects = false;
    Verify verify = Verify::kStructure;
    std::vector<std::uint64_t> unavailable;  // content hashes, sorted
    std::uint64_t max_pixels = 100'000'000;
};

}  // namespace livecam::config
