#include "sidecar/ctl/doctor/nginx_binary.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace livecam::ctl {
namespace {

constexpr std::size_t kSignatureBits = 34;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "8,4,8," and 34 bits: sizes of pointer, sig_atomic_t and time_t, and what was configured.
bool is_signature(std::string_view text) {
    if (text.size() < 6 + kSignatureBits || text[1] != ',' || text[3] != ',' || text[5] != ',' ||
        !is_digit(text[0]) || !is_digit(text[2]) || !is_digit(text[4])) {
        return false;
    }
    const std::string_view bits = text.substr(6, kSignatureBits);
    return bits.find_first_not_of("01") == std::string_view::npos;
}

std::string version_after(std::string_view bytes, std::string_view before) {
    for (std::size_t at = bytes.find(before); at != bytes.npos; at = bytes.find(before, at + 1)) {
        const std::string_view rest = bytes.substr(at + before.size(), 16);
        const std::size_t length = std::min(rest.find_first_not_of("0123456789."), rest.size());
        if (length >= 5) {
            return std::string(rest.substr(0, length));
        }
    }
    return {};
}

}  // namespace

Build find_build(std::string_view bytes) {
    Build build;
    for (std::size_t at = bytes.find(','); at != bytes.npos && build.signature.empty();
         at = bytes.find(',', at + 1)) {
        if (at >= 1 && is_signature(bytes.substr(at - 1))) {
            build.signature = bytes.substr(at - 1, 6 + kSignatureBits);
        }
    }
    build.version = version_after(bytes, "\",nginx=\"");  // livecam_module_info of a module
    if (build.version.empty()) {
        build.version = version_after(bytes, "nginx/");
    }
    return build;
}

Build read_build(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return find_build(std::string{std::istreambuf_iterator<char>(file), {}});
}

std::string configured(std::string_view output, std::string_view option) {
    const std::string wanted = std::string(option) + "=";
    const std::size_t at = output.find(wanted);
    if (at == output.npos) {
        return {};
    }
    const std::string_view rest = output.substr(at + wanted.size());
    return std::string(rest.substr(0, std::min(rest.find_first_of(" \n"), rest.size())));
}

}  // namespace livecam::ctl
