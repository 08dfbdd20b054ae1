// From an answer to a verdict: a new picture, the known one, or a failure and its reason.
#pragma once

#include <cstdint>

#include "sidecar/fetch/attempt.h"
#include "sidecar/fetch/transfer.h"

namespace livecam::fetch {

/// Fills outcome, reason, http_status, detail, received, draft and frame of `attempt`, whose
/// finished_at is set. `known` is the content hash of the picture that is shown, 0 if there is
/// none. Returns the content hash of the answer's picture; 0 if it had none (a 304, a failure).
std::uint64_t judge(const Answer& answer, std::uint64_t known, int frames_dir, Attempt& attempt);

/// The same of a document: any body of a good answer. Fills `attempt.document` if it is another
/// one.
std::uint64_t judge_document(const Answer& answer, std::uint64_t known, Attempt& attempt);

}  // namespace livecam::fetch
