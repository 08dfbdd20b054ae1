#include "sidecar/fetch/multipart.h"

#include <strings.h>

#include <algorithm>
#include <charconv>

namespace livecam::fetch {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kMaxLine = 8192;
constexpr std::size_t kMaxHead = 16384;

bool starts_with(std::string_view text, std::string_view prefix) noexcept {
    return text.size() >= prefix.size() &&
           strncasecmp(text.data(), prefix.data(), prefix.size()) == 0;
}

std::string_view trim(std::string_view text) noexcept {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// A parameter's value: a token, or a quoted string with its escapes (RFC 9110, section 5.6.4).
std::string unquoted(std::string_view value) {
    if (!value.starts_with('"')) {
        return std::string(trim(value.substr(0, value.find(';'))));
    }
    std::string out;
    for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
        i += value[i] == '\\' && i + 1 < value.size() ? 1 : 0;
        out += value[i];
    }
    return out;
}

/// Where the parameter that begins at `at` ends: at its ";" outside quotes.
std::size_t end_of_parameter(std::string_view text, std::size_t at) noexcept {
    bool quoted = false;
    for (; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (text[at] == ';' && !quoted) {
            break;
        }
    }
    return std::min(at, text.size());
}

}  // namespace

bool is_multipart(std::string_view content_type) noexcept {
    const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view kType = "multipart/x-mixed-replace";
    return type.size() == kType.size() && starts_with(type, kType);
}

std::string multipart_boundary(std::string_view content_type) {
    constexpr std::string_view kName = "boundary";
    constexpr std::size_t kMaxBoundary = 200;  // RFC 2046 says 70
    if (!is_multipart(content_type)) {
        return {};
    }
    for (std::size_t at = content_type.find(';'); at < content_type.size();) {
        const std::size_t end = end_of_parameter(content_type, at + 1);
        const std::string_view parameter = trim(content_type.substr(at + 1, end - at - 1));
        const std::size_t equals = parameter.find('=');
        const std::string_view name = trim(parameter.substr(0, equals));
        if (equals != npos && name.size() == kName.size() && starts_with(name, kName)) {
            const std::string value = unquoted(trim(parameter.substr(equals + 1)));
            return value.size() <= kMaxBoundary ? value : std::string();
        }
        at = end;
    }
    return {};
}

Multipart::Multipart(std::string boundary, std::uint64_t max_bytes)
    : delimiter_(boundary.starts_with("--") ? std::move(boundary) : "--" + boundary),
      max_bytes_(max_bytes) {}

Multipart::State Multipart::feed(std::span<const std::byte> bytes) {
    if (state_ == State::kMore) {
        text_.erase(0, at_);
        at_ = 0;
        text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        advance();
    }
    return state_;
}

Multipart::State Multipart::finish() {
    if (state_ != State::kMore) {
        return state_;
    }
    if (step_ == Step::kUncounted && wanted_ && !rest().empty()) {
        if (rest().size() > max_bytes_) {
            too_big();
        } else {
            end_part(rest().size());
        }
    } else {
        broken(step_ == Step::kCounted ? "multipart: cut off inside its first picture"
                                       : "multipart: ends before its first picture");
    }
    return state_;
}

std::span<const std::byte> Multipart::frame() const noexcept {
    return std::as_bytes(std::span(text_.data() + at_, frame_length_));
}

void Multipart::advance() {
    bool more = true;
    while (more && state_ == State::kMore) {
        switch (step_) {
            case Step::kBoundary:
                more = seek_boundary();
                break;
            case Step::kHead:
                more = read_head();
                break;
            case Step::kCounted:
                more = read_counted();
                break;
            case Step::kUncounted:
                more = read_uncounted();
                break;
        }
    }
}

/// The next whole line without its end. It stays until it is dropped.
bool Multipart::take_line(std::string_view& line) {
    const std::size_t end = rest().find('\n', searched_);
    searched_ = std::min(end, rest().size());
    line = rest().substr(0, searched_);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return end != npos;
}

bool Multipart::seek_boundary() {
    // A preamble may be anything, but a delimiter is a short line.
    std::string_view line;
    const bool whole = take_line(line);
    const bool is_long = long_line_ || searched_ > kMaxLine;
    if (!whole) {
        if (is_long) {
            long_line_ = true;
            drop(rest().size());
        }
        return skipped_ > max_bytes_ ? too_big() : false;
    }
    const bool begins = !is_long && line.starts_with(delimiter_);
    const std::string_view after = begins ? trim(line.substr(delimiter_.size())) : line;
    long_line_ = false;
    drop(searched_ + 1);
    if (skipped_ > max_bytes_) {
        return too_big();
    }
    if (begins && after == "--") {
        return broken("multipart: ends before its first picture");
    }
    if (begins && after.empty()) {
        begin_part();
    }
    return true;
}

void Multipart::begin_part() {
    step_ = Step::kHead;
    head_bytes_ = 0;
    counted_ = false;
    wanted_ = true;
}

bool Multipart::read_head() {
    std::string_view line;
    const bool whole = take_line(line);
    if (head_bytes_ + searched_ + 1 > kMaxHead) {
        return broken("multipart: the headers of a part are too long");
    }
    if (!whole) {
        return false;
    }
    if (line.empty()) {
        drop(searched_ + 1);
        begin_body();
        return true;
    }
    const std::size_t colon = line.find(':');
    const std::string_view name = trim(line.substr(0, colon));
    const std::string_view value =
        colon == npos ? std::string_view() : trim(line.substr(colon + 1));
    if (name.size() == 14 && starts_with(name, "content-length")) {
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), length_);
        if (error != std::errc{} || end != value.data() + value.size()) {
            return broken("multipart: a Content-Length that is no number");
        }
        counted_ = true;
    } else if (name.size() == 12 && starts_with(name, "content-type")) {
        wanted_ = starts_with(value, "image/");
    }
    head_bytes_ += searched_ + 1;
    drop(searched_ + 1);
    return true;
}

void Multipart::begin_body() {
    if (counted_ && length_ == 0) {
        step_ = Step::kBoundary;
    } else {
        step_ = counted_ ? Step::kCounted : Step::kUncounted;
    }
}

bool Multipart::read_counted() {
    if (length_ > max_bytes_) {
        return too_big();
    }
    if (rest().size() < length_) {
        return false;
    }
    end_part(static_cast<std::size_t>(length_));
    return true;
}

/// Without a length the part ends where a line begins with the delimiter; that line's end belongs
/// to the delimiter (RFC 2046, section 5.1.1).
bool Multipart::read_uncounted() {
    const std::string_view text = rest();
    if (text.starts_with(delimiter_)) {
        end_part(0);
        return true;
    }
    const std::string wanted = '\n' + delimiter_;
    const std::size_t found = text.find(wanted, searched_);
    if (found == npos) {
        searched_ = text.size() - std::min(text.size(), wanted.size() - 1);
        return text.size() > max_bytes_ + wanted.size() + 1 ? too_big() : false;
    }
    const std::size_t end = found > 0 && text[found - 1] == '\r' ? found - 1 : found;
    if (end > max_bytes_) {
        return too_big();
    }
    end_part(end);
    return true;
}

void Multipart::end_part(std::size_t length) {
    if (wanted_ && length > 0) {
        frame_length_ = length;
        state_ = State::kFrame;
        return;
    }
    drop(length);
    step_ = Step::kBoundary;
}

void Multipart::drop(std::size_t count) {
    at_ += count;
    skipped_ += count;
    searched_ = 0;
}

bool Multipart::broken(const char* fault) {
    state_ = State::kBroken;
    fault_ = fault;
    return false;
}

bool Multipart::too_big() {
    state_ = State::kTooBig;
    return false;
}

}  // namespace livecam::fetch
