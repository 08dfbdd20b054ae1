// Response headers that tell a browser how little it may do.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sidecar/config/config.h"

namespace livecam::pages {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// "https://www.example.org:8443" of an http or https address, without user info; empty if it is
/// not one, or holds a character that a header or a policy must not.
std::string origin_of(std::string_view url);

/// The origins of the shown iframe cameras, each once, in the order of the configuration,
/// separated by spaces; "'none'" if there are none.
std::string frame_sources(const config::Config& config);

/// Of HTML: everything from this site alone, no inline script or style, no framing of the page.
/// `version` is X-Version, which native clients watch to know when to ask for everything again.
Headers page_headers(const config::Config& config, const std::string& version);

/// Of /embed/: as page_headers(), but those of site.embed may frame it.
Headers embed_headers(const config::Config& config, const std::string& version);

/// Of everything else.
Headers resource_headers(const config::Site& site, const std::string& version);

}  // namespace livecam::pages
