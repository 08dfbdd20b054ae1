// The files that a site has at fixed addresses, for browsers, crawlers and home screens.
#pragma once

#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/pages/assets.h"

namespace livecam::pages {

/// /favicon.ico, /apple-touch-icon.png, /og-image.png, /robots.txt, /sitemap.xml, /site.webmanifest
/// and /sw.js. Errors name the file.
Expected<std::vector<Body>> site_files(const config::Config& config, const TemplateSource& source,
                                       Assets& assets);

/// Addresses of all pages (sitemaps.org); without site.url they are relative, which no crawler
/// takes.
std::string sitemap(const config::Config& config);

/// html/site.webmanifest with the site's name and scope, and with the addresses of its icons.
Expected<std::string> manifest(const config::Config& config, const std::string& text,
                               Assets& assets);

}  // namespace livecam::pages
