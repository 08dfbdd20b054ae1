// Any bytes as nginx's configuration and as a module's file, which livecamctl doctor reads as root.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sidecar/ctl/doctor/nginx_binary.h"
#include "sidecar/ctl/doctor/nginx_config.h"
#include "sidecar/ctl/printable.h"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace livecam::ctl;
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::size_t words = 0;
    for (const Directive& directive : parse_nginx_config(text)) {
        require(!directive.words.empty());
        for (const std::string& word : directive.words) {
            words += word.size();
        }
    }
    require(words <= size);
    const Build build = find_build(text);
    require(build.signature.empty() || build.signature.size() == 40);
    require(build.version.find_first_not_of("0123456789.") == std::string::npos);
    require(configured(text, "--prefix").size() <= size);
    for (const char c : printable(text)) {
        require(c >= ' ' && c <= '~');
    }
    return 0;
}
