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

/// The files that templates ask for with {{asset NAME}}, each read once.
class Assets {
  public:
    explicit Assets(TemplateSource source) : source_(std::move(source)) {}

    /// The path of a file below html/, without site.prefix.
    Expected<std::string> path(const std::string& name);

    /// Everything asked for so far, in the order of names.
    std::vector<Body> bodies() const;

  private:
    TemplateSource source_;
    std::map<std::string, Body> bodies_;  // by name
};

}  // namespace livecam::pages
