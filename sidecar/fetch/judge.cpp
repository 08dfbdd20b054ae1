#include "sidecar/fetch/judge.h"

#include <strings.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "shared/hash.h"
#include "sidecar/fetch/log_line.h"
#include "sidecar/picture/decode.h"
#include "sidecar/picture/inspect.h"
#include "sidecar/picture/verbatim.h"

namespace livecam::fetch {
namespace {

std::uint64_t failed(Attempt& attempt, Reason reason, std::string detail) {
    attempt.outcome = Outcome::kFailed;
    attempt.reason = reason;
    attempt.detail = std::move(detail);
    return 0;
}

std::string describe(const Answer& answer) {
    const Ending& ending = answer.ending;
    if (ending.abort == Abort::kHop) {
        return "a redirect from a public address to a private one: allow_private_redirects permits "
               "it";
    }
    if (ending.status < 400 &&
        (ending.abort == Abort::kTooBig || ending.code == CURLE_FILESIZE_EXCEEDED)) {
        return "more than " + std::to_string(answer.max_bytes) +
               " bytes: raise fetch.max_image_bytes if this is a picture";
    }
    if (ending.status < 400 && ending.abort == Abort::kMultipart) {
        return answer.error;
    }
    std::string text = ending.status != 0 ? "HTTP " + std::to_string(ending.status) : "";
    if (ending.code != CURLE_OK && ending.status < 400) {
        text += (text.empty() ? "" : ", ") + answer.error;
    }
    return text;
}

picture::Inspection verify(const Answer& answer) {
    const config::Reach& reach = answer.access->reach;
    if (reach.verify == config::Verify::kNone) {
        return picture::take_verbatim(answer.body, answer.content_type);
    }
    picture::Limits limits;
    limits.max_pixels = reach.max_pixels;
    const picture::Inspection found = picture::inspect(answer.body, limits);
    const bool decodes = reach.verify == config::Verify::kDecode &&
                         found.type == PictureType::kJpeg && found.reason == Reason::kNone;
    return decodes ? picture::decode_jpeg(answer.body.first(found.length), found) : found;
}

std::string describe(const Answer& answer, const picture::Inspection& found) {
    std::string text = std::string(found.detail) + " (";
    if (found.reason == Reason::kTooBig) {
        return text + std::to_string(found.width) + "x" + std::to_string(found.height) +
               "; max_pixels is " + std::to_string(answer.access->reach.max_pixels) + ")";
    }
    return text + std::to_string(answer.body.size()) + " bytes)";
}

bool is_encoded(const std::string& content_encoding) {
    return !content_encoding.empty() && strcasecmp(content_encoding.c_str(), "identity") != 0;
}

}  // namespace

std::uint64_t judge(const Answer& answer, std::uint64_t known, int frames_dir, Attempt& attempt) {
    attempt.http_status = static_cast<int>(answer.ending.status);
    attempt.received = answer.body.size();
    if (const Reason reason = reason_of(answer.ending); reason != Reason::kNone) {
        return failed(attempt, reason, describe(answer));
    }
    if (answer.ending.status == 304) {
        attempt.outcome = Outcome::kUnchanged;
        return 0;
    }
    if (is_encoded(answer.content_encoding)) {
        return failed(attempt, Reason::kInvalid,
                      "Content-Encoding " + log_line(answer.content_encoding, {}) +
                          " although identity was asked for");
    }
    const picture::Inspection found = verify(answer);
    if (found.reason != Reason::kNone) {
        return failed(attempt, found.reason, describe(answer, found));
    }
    const auto bytes = answer.body.first(found.length);
    const std::uint64_t content = content_hash(bytes);
    if (std::ranges::binary_search(answer.access->reach.unavailable, content)) {
        return failed(attempt, Reason::kUnavailable,
                      "the picture of a camera that is unavailable, by unavailable_hashes");
    }
    if (content == known) {
        attempt.outcome = Outcome::kUnchanged;
        return content;
    }
    attempt.draft = FrameDraft::create(frames_dir, bytes, content);
    if (!attempt.draft) {
        const int error = errno;
        return failed(attempt, Reason::kStoreFull,
                      (error == ENOSPC ? "no room for " : "the store does not take ") +
                          std::to_string(bytes.size()) +
                          " bytes: " + std::generic_category().message(error));
    }
    attempt.outcome = Outcome::kChanged;
    attempt.frame = {.etag = content,
                     .length = bytes.size(),
                     .changed_at = attempt.finished_at,
                     .captured_at = captured_at(answer.last_modified, attempt.finished_at),
                     .type = found.type,
                     .width = found.width,
                     .height = found.height};
    return content;
}

}  // namespace livecam::fetch
