// Duplicate keys, depth and size of a document, before anything else walks it.
#include <unordered_set>

#include "sidecar/config/json_text.h"
#include "sidecar/config/pointer.h"
#include "sidecar/config/value_text.h"

namespace livecam::config {
namespace {

class Walk {
  public:
    void value(const Json& json, const std::string& pointer, std::size_t depth) {
        if (stopped_) {
            return;
        }
        if (depth > kMaxDepth) {
            stop({{},
                  pointer,
                  {},
                  "is nested deeper than " + std::to_string(kMaxDepth) +
                      " levels; a configuration needs 5"});
        } else if (++values_ > kMaxValues) {
            stop({{},
                  {},
                  {},
                  "holds more than " + std::to_string(kMaxValues) + " values; split the wall"});
        } else if (json.IsObject()) {
            object(json, pointer, depth);
        } else if (json.IsArray()) {
            std::size_t index = 0;
            for (const Json& element : json.GetArray()) {
                value(element, child(pointer, index++), depth + 1);
            }
        }
    }

    Problems take() { return std::move(problems_); }
    bool stopped() const { return stopped_; }

  private:
    void object(const Json& json, const std::string& pointer, std::size_t depth) {
        std::unordered_set<std::string_view> seen;
        for (const auto& entry : json.GetObject()) {
            const std::string_view key = text_of(entry.name);
            const std::string where = child(pointer, key);
            if (!seen.insert(key).second) {
                problems_.push_back({{},
                                     where,
                                     value_text(entry.value, key),
                                     "is given a second time in the same object; keep one"});
            }
            value(entry.value, where, depth + 1);
        }
    }

    void stop(Problem problem) {
        stopped_ = true;
        problems_.push_back(std::move(problem));
    }

    Problems problems_;
    std::size_t values_ = 0;
    bool stopped_ = false;
};

}  // namespace

Problems check_structure(const Json& document, bool* unsafe) {
    Walk walk;
    walk.value(document, "", 1);
    *unsafe = walk.stopped();
    return walk.take();
}

}  // namespace livecam::config
