// Any bytes as what a client or an origin writes into paths and header fields.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ngx_module/pure/accept_encoding.h"
#include "ngx_module/pure/etag.h"
#include "ngx_module/pure/event_id.h"
#include "ngx_module/pure/field.h"
#include "ngx_module/pure/fps.h"
#include "ngx_module/pure/key_path.h"
#include "ngx_module/pure/outline.h"
#include "ngx_module/pure/wait.h"
#include "sidecar/fetch/retry_after.h"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_accept_encoding(std::string_view text) {
    using livecam::Encoding;
    livecam::http::EncodingPreferences preferences;
    preferences.add(text);
    for (livecam::http::EncodingSet available = 1; available < 8; ++available) {
        require((available & livecam::http::encoding_bit(preferences.pick(available))) != 0);
    }
}

void check_path(std::string_view path) {
    if (const auto immutable = livecam::http::split_immutable(path)) {
        char etag[livecam::http::kEtagBytes];
        livecam::http::format_etag(immutable->etag, etag);
        require(path.ends_with(std::string_view(etag + 1, sizeof etag - 2)));
        require(path.starts_with(immutable->parent) && !immutable->parent.empty());
    }
    require(path.ends_with(livecam::http::last_segment(path)));
    const livecam::http::Prefixes prefixes = livecam::http::miss_prefixes(path);
    require(prefixes.count <= livecam::http::kMaxPrefixes);
    for (std::size_t i = 0; i < prefixes.count; ++i) {
        require(path.starts_with(prefixes.items[i]) && prefixes.items[i].ends_with('/'));
        require(i == 0 || prefixes.items[i].size() < prefixes.items[i - 1].size());
    }
}

void check_fields(std::string_view text) {
    livecam::http::for_each_field(text, [](std::string_view name, std::string_view value) {
        for (const char c : std::string(name) + std::string(value)) {
            require(c != '\r' && c != '\n' && c != '\0');
        }
        return true;
    });
}

void check_outline(std::string_view text) {
    const livecam::http::Outline outline{text};
    require(text.ends_with(outline.members()));
    for (const std::string_view plain : {outline.prefix(), outline.version()}) {
        require(plain.find_first_of(" \"\\\r\n") == std::string_view::npos);
    }
    const auto bit = outline.group(text);
    require(!bit || std::has_single_bit(*bit));
}

void check_arguments(std::string_view text) {
    if (const auto wait = livecam::http::parse_wait(text)) {
        require(*wait <= livecam::http::kMaxWaitMs);
    }
    if (const auto gap = livecam::http::parse_fps(text)) {
        require(*gap >= 33 && *gap <= 3'600'000);
    }
    if (const auto id = livecam::http::parse_event_id(text)) {
        char memory[livecam::http::kMaxEventIdBytes];
        livecam::http::TextBuffer written{memory, sizeof memory};
        written << *id;
        require(!written.full());
        require(livecam::http::parse_since(text, 1) == id);
    }
}

void check_retry_after(const std::string& text) {
    if (const auto wait = livecam::fetch::parse_retry_after(text, 784'111'777'000)) {
        require(wait->count() >= 0 && *wait <= livecam::fetch::kMaxRetryAfter);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    check_accept_encoding(text);
    check_path(text);
    check_fields(text);
    check_outline(text);
    check_arguments(text);
    check_retry_after(text);
    return 0;
}
