#include "sidecar/config/reach_format.h"

#include <strings.h>

#include <algorithm>
#include <array>

#include "sidecar/config/text.h"
#include "sidecar/config/url.h"

namespace livecam::config {
namespace {

constexpr std::size_t kMaxHeaders = 32;
constexpr std::size_t kMaxHeaderBytes = 4096;

bool is_token(std::string_view text) {  // RFC 9110, section 5.6.2
    return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

/// Headers that belong to the connection, to the message's framing, or to another setting.
const char* taken(std::string_view name) {
    struct Taken {
        const char* name;
        const char* why;
    };
    constexpr const char* kConnection = "belongs to the connection and is livecamd's alone";
    constexpr const char* kConditions = "is how livecamd asks for a newer picture, and its alone";
    constexpr const char* kAuth = "is set by \"auth\" or \"credentials_file\"";
    constexpr std::array<Taken, 23> kTaken = {
        {{"host", "follows from the address"},
         {"authorization", kAuth},
         {"proxy-authorization", "is set by the user info of \"proxy\""},
         {"user-agent", "is set by \"user_agent\""},
         {"connection", kConnection},
         {"proxy-connection", kConnection},
         {"keep-alive", kConnection},
         {"te", kConnection},
         {"trailer", kConnection},
         {"transfer-encoding", kConnection},
         {"upgrade", kConnection},
         {"http2-settings", kConnection},
         {"content-length", kConnection},
         {"content-type", "describes a body, and none is sent"},
         {"expect", kConnection},
         {"accept-encoding", "is identity: pictures are compressed already"},
         {"range", "would ask for a part of a picture"},
         {"if-match", kConditions},
         {"if-none-match", kConditions},
         {"if-modified-since", kConditions},
         {"if-unmodified-since", kConditions},
         {"if-range", kConditions},
         {"forwarded", "names a client, and there is none"}}};
    for (const Taken& one : kTaken) {
        if (name.size() == std::string_view(one.name).size() &&
            strncasecmp(one.name, name.data(), name.size()) == 0) {
            return one.why;
        }
    }
    return nullptr;
}

std::string check_header_value(const Json& value) {
    if (!value.IsString()) {
        return "must be a string in quotes";
    }
    const std::string_view text = text_of(value);
    if (text.empty() || text.size() > kMaxHeaderBytes) {
        return "must have 1 to " + std::to_string(kMaxHeaderBytes) + " characters";
    }
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain ? "" : "is sent as a header; use printable ASCII only";
}

std::string check_headers(const Json& value) {
    if (value.MemberCount() > kMaxHeaders) {
        return "has more than " + std::to_string(kMaxHeaders) + " headers; remove some";
    }
    for (const auto& entry : value.GetObject()) {
        const std::string_view name = text_of(entry.name);
        const std::string shown = '"' + escape(name, 40) + '"';
        if (!is_token(name)) {
            return shown + " is not a header's name; use letters, digits and -";
        }
        if (const char* why = taken(name)) {
            return shown + " " + why + "; remove it";
        }
        if (const std::string rule = check_header_value(entry.value); !rule.empty()) {
            return shown + " " + rule;
        }
    }
    return {};
}

std::string check_tls(const Json& value) {
    const bool good = value.IsString()   ? text_of(value) == "verify" || text_of(value) == "off"
                      : value.IsObject() ? value.MemberCount() == 1
                                         : true;
    return good ? "" : tls_expectation();
}

bool is_pin(std::string_view text) {
    constexpr std::string_view kStart = "sha256//";
    constexpr std::size_t kBase64 = 44;  // of 32 bytes
    if (!text.starts_with(kStart) || text.size() != kStart.size() + kBase64 || text.back() != '=') {
        return false;
    }
    return std::ranges::all_of(text.substr(kStart.size(), kBase64 - 1), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    });
}

std::string check_pin(std::string_view text) {
    for (bool more = true; more;) {
        const std::size_t end = text.find(';');
        if (!is_pin(text.substr(0, end))) {
            return "must be \"sha256//\" and the base64 of the SHA-256 of the camera's public key, "
                   "or several of them separated by \";\"";
        }
        more = end != std::string_view::npos;
        text.remove_prefix(more ? end + 1 : text.size());
    }
    return {};
}

std::string check_proxy(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    for (const std::string_view socks : {"socks5://", "socks5h://"}) {
        if (text.starts_with(socks)) {
            return check_proxy("http://" + std::string(text.substr(socks.size())));
        }
    }
    const Url url = parse_url(text);
    if (url.problem != nullptr) {
        return std::string_view(url.problem).starts_with("is not an http")
                   ? "is not a proxy's address; start it with http://, https://, socks5:// or "
                     "socks5h://"
                   : url.problem;
    }
    return (url.path.empty() || url.path == "/") && !url.has_query
               ? ""
               : "names more than a host and a port; remove what follows them";
}

std::string check_file(std::string_view name) {
    const bool plain = !name.empty() && name.size() <= 4000 &&
                       std::ranges::all_of(name, [](char c) { return c >= 0x20 || c < 0; });
    if (!plain) {
        return "must be the name of a file";
    }
    return name.find(':') == std::string_view::npos
               ? ""
               : "must be the name of a file, and of one without a colon: credentials go into "
                 "the file";
}

std::string check_credential(std::string_view text) {
    const bool plain = std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    return plain ? "" : "holds a control character; remove it";
}

std::string check_hash(std::string_view text) {
    const bool hex = text.size() == 16 && std::ranges::all_of(text, [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                     });
    return hex ? ""
               : "must be the 16 hexadecimal digits of a picture's ETag, as `livecamctl list "
                 "--json` "
                 "shows it";
}

}  // namespace

std::string tls_expectation() {
    return R"(must be "verify", "off", {"pin": "sha256//…"} or {"ca": "file"})";
}

std::optional<std::string> check_reach_format(std::string_view format, const Json& value) {
    if (format == "livecam-tls") {
        return check_tls(value);
    }
    if (format == "livecam-headers") {
        return value.IsObject() ? check_headers(value) : "";
    }
    struct Rule {
        std::string_view format;
        std::string (*check)(std::string_view);
    };
    constexpr Rule kRules[] = {{"livecam-pin", check_pin},
                               {"livecam-proxy", check_proxy},
                               {"livecam-file", check_file},
                               {"livecam-credential", check_credential},
                               {"livecam-hash", check_hash}};
    for (const Rule& rule : kRules) {
        if (rule.format == format) {
            return value.IsString() ? rule.check(text_of(value)) : "";
        }
    }
    return std::nullopt;
}

}  // namespace livecam::config
