// Where the files of html/ come from: built into the binary, or a directory that is being edited.
#pragma once

#include <string>
#include <string_view>

#include "shared/error.h"

namespace livecam::pages {

class TemplateSource {
  public:
    /// The files as they were when the binary was built.
    static TemplateSource embedded() { return TemplateSource{""}; }

    /// Files of a directory, read anew each time; a file missing there is an error, never taken
    /// from the binary.
    static TemplateSource directory(std::string path) { return TemplateSource{std::move(path)}; }

    /// The content of a file, named as it is below html/: "partials/tile.mustache". The error names
    /// the file.
    Expected<std::string> read(std::string_view name) const;

    /// How a file is called in messages: "html/wall.mustache".
    std::string describe(std::string_view name) const;

  private:
    explicit TemplateSource(std::string directory) : directory_(std::move(directory)) {}

    std::string directory_;  // empty: embedded
};

}  // namespace livecam::pages
