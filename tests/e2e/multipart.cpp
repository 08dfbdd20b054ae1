#include "tests/e2e/multipart.h"

#include <span>

namespace livecam::e2e {
namespace {

constexpr std::string_view kOpening = "--livecam\r\n";
constexpr std::string_view kDelimiter = "\r\n--livecam\r\n";
constexpr std::string_view kLength = "Content-Length: ";

}  // namespace

bool MultipartReader::fail(const std::string& what) {
    wrong_ = what + " after " + std::to_string(pictures_.size()) + " pictures";
    return false;
}

bool MultipartReader::take(const std::string& bytes) {
    rest_ += bytes;
    if (!wrong_.empty()) {
        return false;
    }
    if (!begun_) {
        if (rest_.size() < kOpening.size()) {
            return true;
        }
        if (!rest_.starts_with(kOpening)) {
            return fail("no opening delimiter");
        }
        rest_.erase(0, kOpening.size());
        begun_ = true;
    }
    for (;;) {
        const std::size_t end = rest_.find("\r\n\r\n");
        if (end == std::string::npos) {
            return true;
        }
        const std::size_t at = rest_.find(kLength);
        if (at == std::string::npos || at > end) {
            return fail("a part without Content-Length");
        }
        const std::size_t length = std::stoul(rest_.substr(at + kLength.size()));
        const std::size_t begin = end + 4;
        if (rest_.size() < begin + length + kDelimiter.size()) {
            return true;
        }
        const auto stamp = sim::verify(std::as_bytes(std::span{rest_}.subspan(begin, length)));
        if (!stamp) {
            return fail("a picture that is not intact");
        }
        if (rest_.compare(begin + length, kDelimiter.size(), kDelimiter) != 0) {
            return fail("no delimiter");
        }
        pictures_.push_back(*stamp);
        rest_.erase(0, begin + length + kDelimiter.size());
    }
}

}  // namespace livecam::e2e
