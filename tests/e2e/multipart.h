// The parts of a multipart/x-mixed-replace body as they arrive.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/simulator/stamp.h"

namespace livecam::e2e {

/// Takes bytes in any pieces; the delimiter is "livecam", and each part says its Content-Length.
class MultipartReader {
  public:
    /// False once something is wrong: a delimiter missing, a part without length, a picture that is
    /// not intact by its own checksum.
    bool take(const std::string& bytes);

    const std::vector<sim::Stamp>& pictures() const { return pictures_; }
    /// Bytes after the last delimiter: 0 when the last part is closed already.
    std::size_t pending() const { return rest_.size(); }
    const std::string& wrong() const { return wrong_; }

  private:
    bool fail(const std::string& what);

    std::string rest_;
    bool begun_ = false;
    std::vector<sim::Stamp> pictures_;
    std::string wrong_;
};

}  // namespace livecam::e2e
