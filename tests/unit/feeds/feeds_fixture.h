// A board that is answered by hand.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sidecar/feeds/board.h"
#include "tests/unit/feeds/all_on.h"

namespace livecam::feeds {

class BoardTest : public ::testing::Test {
  protected:
    void use(const config::Config& config) { board = std::make_unique<Board>(config); }

    /// The name of the one wanted document whose name holds `part`.
    std::string name(const std::string& part) const {
        for (const fetch::Document& document : board->documents(now)) {
            if (document.name.find(part) != std::string::npos) {
                return document.name;
            }
        }
        return {};
    }
    Board::Verdict answer(const std::string& part, const std::string& body) {
        fetch::Attempt attempt;
        attempt.is_document = true;
        attempt.slug = name(part);
        attempt.outcome = fetch::Outcome::kChanged;
        attempt.document = body;
        return board->take(attempt, now);
    }
    Board::Verdict outcome(const std::string& part, fetch::Outcome outcome) {
        fetch::Attempt attempt;
        attempt.slug = name(part);
        attempt.outcome = outcome;
        attempt.reason = Reason::kTimeout;
        return board->take(attempt, now);
    }
    pages::GroupFacts facts(const std::string& group) { return board->facts(now)->of(group); }

    std::int64_t now = kNow;
    std::unique_ptr<Board> board = std::make_unique<Board>(all_on());
};

}  // namespace livecam::feeds
