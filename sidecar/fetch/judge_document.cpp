#include <span>

#include "shared/hash.h"
#include "sidecar/fetch/judge.h"

namespace livecam::fetch {
namespace {

std::string describe(const Answer& answer) {
    const Ending& ending = answer.ending;
    if (ending.abort == Abort::kHop) {
        return "a redirect from a public address to a private one";
    }
    if (ending.status < 400 &&
        (ending.abort == Abort::kTooBig || ending.code == CURLE_FILESIZE_EXCEEDED)) {
        return "more than " + std::to_string(answer.max_bytes) + " bytes";
    }
    std::string text = ending.status != 0 ? "HTTP " + std::to_string(ending.status) : "";
    if (ending.code != CURLE_OK && ending.status < 400) {
        text += (text.empty() ? "" : ", ") + answer.error;
    }
    return text;
}

}  // namespace

std::uint64_t judge_document(const Answer& answer, std::uint64_t known, Attempt& attempt) {
    attempt.http_status = static_cast<int>(answer.ending.status);
    attempt.received = answer.body.size();
    attempt.reason = reason_of(answer.ending);
    if (attempt.reason != Reason::kNone) {
        attempt.outcome = Outcome::kFailed;
        attempt.detail = describe(answer);
        return 0;
    }
    attempt.outcome = Outcome::kUnchanged;
    if (answer.ending.status == 304) {
        return 0;
    }
    const std::uint64_t content = content_hash(answer.body);
    if (content != known) {
        attempt.outcome = Outcome::kChanged;
        attempt.document.assign(reinterpret_cast<const char*>(answer.body.data()),
                                answer.body.size());
    }
    return content;
}

}  // namespace livecam::fetch
