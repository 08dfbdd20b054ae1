#include "sidecar/config/reach_build.h"

#include <strings.h>

#include <algorithm>
#include <charconv>

namespace livecam::config {
namespace {

void read(const Json& object, std::string_view name, std::string& out) {
    if (const Json* value = member(object, name); value != nullptr && value->IsString()) {
        out = text_of(*value);
    }
}

template <class Enum>
struct Word {
    std::string_view text;
    Enum value;
};

template <class Enum, std::size_t N>
void read(const Json& object, std::string_view name, const Word<Enum> (&words)[N], Enum& out) {
    std::string text;
    read(object, name, text);
    for (const Word<Enum>& word : words) {
        out = word.text == text ? word.value : out;
    }
}

constexpr Word<AuthScheme> kSchemes[] = {
    {"any", AuthScheme::kAny}, {"basic", AuthScheme::kBasic}, {"digest", AuthScheme::kDigest}};
constexpr Word<HttpVersion> kHttp[] = {{"1.1", HttpVersion::k1}, {"2", HttpVersion::k2}};
constexpr Word<IpVersion> kIp[] = {
    {"any", IpVersion::kAny}, {"4", IpVersion::k4}, {"6", IpVersion::k6}};
constexpr Word<Verify> kVerify[] = {
    {"structure", Verify::kStructure}, {"decode", Verify::kDecode}, {"none", Verify::kNone}};

void read_auth(const Json& json, Auth& auth) {
    if (const Json* value = member(json, "auth")) {
        read(*value, "user", auth.user);
        read(*value, "password", auth.password);
        read(*value, "scheme", kSchemes, auth.scheme);
    }
    read(json, "credentials_file", auth.file);
}

void read_tls(const Json& json, Tls& tls) {
    const Json* value = member(json, "tls");
    if (value == nullptr) {
        return;
    }
    tls = Tls();
    read(*value, "pin", tls.pin);
    read(*value, "ca", tls.ca_file);
    if (!tls.pin.empty()) {
        tls.mode = TlsMode::kPin;
    } else if (!tls.ca_file.empty()) {
        tls.mode = TlsMode::kCa;
    } else if (value->IsString() && text_of(*value) == "off") {
        tls.mode = TlsMode::kOff;
    }
}

void read_headers(const Json& json, std::vector<Header>& headers) {
    const Json* value = member(json, "headers");
    if (value == nullptr || !value->IsObject()) {
        return;
    }
    for (const auto& entry : value->GetObject()) {
        if (!entry.value.IsString()) {
            continue;
        }
        const std::string name(text_of(entry.name));
        std::erase_if(headers, [&](const Header& header) {
            return strcasecmp(header.name.c_str(), name.c_str()) == 0;
        });
        headers.push_back({name, std::string(text_of(entry.value))});
    }
}

void read_hashes(const Json& json, std::vector<std::uint64_t>& hashes) {
    const Json* value = member(json, "unavailable_hashes");
    if (value == nullptr || !value->IsArray()) {
        return;
    }
    for (const Json& element : value->GetArray()) {
        std::uint64_t hash = 0;
        const std::string_view text = element.IsString() ? text_of(element) : std::string_view();
        if (std::from_chars(text.data(), text.data() + text.size(), hash, 16).ec == std::errc{}) {
            hashes.push_back(hash);
        }
    }
    std::ranges::sort(hashes);
}

}  // namespace

Reach build_reach(const Json& json, Reach reach) {
    read_auth(json, reach.auth);
    read_tls(json, reach.tls);
    read_headers(json, reach.headers);
    read(json, "user_agent", reach.user_agent);
    read(json, "proxy", reach.proxy);
    read(json, "http", kHttp, reach.http);
    read(json, "ip", kIp, reach.ip);
    read(json, "verify", kVerify, reach.verify);
    if (const Json* value = member(json, "allow_private_redirects");
        value != nullptr && value->IsBool()) {
        reach.allow_private_redirects = value->GetBool();
    }
    if (const Json* value = member(json, "max_pixels"); value != nullptr && value->IsUint64()) {
        reach.max_pixels = value->GetUint64();
    }
    read_hashes(json, reach.unavailable);
    return reach;
}

}  // namespace livecam::config
