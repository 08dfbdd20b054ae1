// For which nginx a file was built, read from its bytes: nginx and its modules carry the same
// 35-character signature (ngx_module.h, NGX_MODULE_SIGNATURE), and only equal ones go together.
#pragma once

#include <string>
#include <string_view>

namespace livecam::ctl {

struct Build {
    std::string signature;  // empty: none was found
    std::string version;    // "1.22.1"; empty: none was found
};

/// Of nginx itself or a livecam module. Empty if the file may not be read.
Build read_build(const std::string& path);

/// The same of bytes already read.
Build find_build(std::string_view bytes);

/// "--modules-path=/usr/lib/nginx/modules" of what `nginx -V` prints, by its name; empty without.
std::string configured(std::string_view output, std::string_view option);

}  // namespace livecam::ctl
