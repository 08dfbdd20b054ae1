// Static files under /s/, named by their content so that a browser may keep them for ever.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sidecar/pages/body.h"
#include "sidecar/pages/template_source.h"

namespace livecam::pages {

/// By extension, with the charset for text; application/octet-stream for what is not known.
std::string content_type_of(std::string_view name);

/// "wall.css" of some content is "/s/wall.1a2b3c4d.css".
std::string fingerprinted_path(std::string_view name, std::string_view content);

/// The files that templates ask for with {{asset NAME}}, and those that scripts name as "./NAME",
/// each read once.
class Assets {
  public:
    explicit Assets(TemplateSource source) : source_(std::move(source)) {}

    /// The path of a file below html/, without site.prefix. A script's imports get the names that
    /// their files have here, so that another content of any of them is another path.
    Expected<std::string> path(const std::string& name) { return path(name, 0); }

    /// Everything asked for so far, in the order of names.
    std::vector<Body> bodies() const;

  private:
    Expected<std::string> path(const std::string& name, int depth);
    Expected<std::string> with_imports(const std::string& name, const std::string& script,
                                       int depth);

    TemplateSource source_;
    std::map<std::string, Body> bodies_;  // by name
};

}  // namespace livecam::pages
