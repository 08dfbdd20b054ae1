// --dev: whoever edits html/ sees it at once.
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace livecam::app {

/// Calls back after files of a directory, or of the directories in it, were written, renamed or
/// deleted; once for what an editor does in one go.
class HtmlWatch {
  public:
    /// From a thread of its own, until this is destroyed. What cannot be watched is logged.
    HtmlWatch(const std::string& directory, std::function<void()> changed);
    HtmlWatch(const HtmlWatch&) = delete;
    HtmlWatch& operator=(const HtmlWatch&) = delete;
    ~HtmlWatch() = default;

  private:
    std::jthread thread_;
};

}  // namespace livecam::app
