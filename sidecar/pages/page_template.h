// A page's template, ready to render: mustache, with its partials and assets filled in.
#pragma once

#include <functional>
#include <kainjow/mustache.hpp>
#include <set>
#include <string>
#include <string_view>

#include "sidecar/pages/template_source.h"

namespace livecam::pages {

/// What stands for {{asset NAME}}: the address of that file.
using AssetLink = std::function<Expected<std::string>(const std::string& name)>;

class PageTemplate {
  public:
    /// Reads "<name>.mustache" and every partial it names: {{> tile}} is
    /// "partials/tile.mustache". Each file must be whole in itself, and every name in it one of
    /// `known`; errors give file and line.
    static Expected<PageTemplate> load(const TemplateSource& source, const std::string& name,
                                       const std::set<std::string_view>& known,
                                       const AssetLink& asset_link);

    /// Not safe to call from two threads at once.
    std::string render(const kainjow::mustache::data& data) { return mustache_.render(data); }

    /// The template with everything filled in; another text means another page.
    const std::string& text() const { return text_; }

  private:
    explicit PageTemplate(std::string text) : text_(std::move(text)), mustache_(text_) {}

    std::string text_;
    kainjow::mustache::mustache mustache_;
};

}  // namespace livecam::pages
