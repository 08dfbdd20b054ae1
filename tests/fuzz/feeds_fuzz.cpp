// Any bytes as the document of any feed: taken or refused in one line, and what is made of it is
// JSON that can be read again.
#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "sidecar/feeds/board.h"
#include "sidecar/pages/facts_json.h"
#include "tests/unit/feeds/all_on.h"

namespace {

using namespace livecam;
using feeds::kNow;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(const pages::FactsPtr& facts, const config::Config& config) {
    for (const config::Group& group : config.groups) {
        const std::string text = pages::facts_json(group, facts->of(group.id));
        rapidjson::Document document;
        document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
        require(!document.HasParseError() && document["roadConditions"].IsArray());
    }
}

}  // namespace

/// The first byte chooses the document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const config::Config config =
        data[0] % 16 >= 8 ? feeds::all_on_with_synoptic() : feeds::all_on();
    feeds::Board board(config);
    const auto documents = board.documents(kNow);
    fetch::Attempt attempt;
    attempt.is_document = true;
    attempt.outcome = fetch::Outcome::kChanged;
    attempt.slug = documents[data[0] % 8 % documents.size()].name;
    attempt.document.assign(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto verdict = board.take(attempt, kNow);
    require(verdict.feed != nullptr && verdict.good == verdict.detail.empty());
    require(verdict.detail.size() < 400);
    check(board.facts(kNow), config);
    check(board.facts(kNow + 100'000), config);
    return 0;
}
