#include "ngx_module/pure/accept_encoding.h"

#include "ngx_module/pure/field.h"

namespace livecam::http {
namespace {

constexpr Encoding kBySize[] = {Encoding::kBrotli, Encoding::kGzip, Encoding::kIdentity};

/// "0.5" in thousandths; -1 if it is no qvalue (RFC 9110, 12.4.2).
int parse_qvalue(std::string_view text) noexcept {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) {
        return -1;
    }
    int value = (text[0] - '0') * 1000;
    if (text.size() == 1) {
        return value;
    }
    if (text[1] != '.') {
        return -1;
    }
    int unit = 100;
    for (const char c : text.substr(2)) {
        if (c < '0' || c > '9') {
            return -1;
        }
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value <= 1000 ? value : -1;
}

}  // namespace

void EncodingPreferences::add(std::string_view line) noexcept {
    while (!line.empty()) {
        const std::size_t comma = line.find(',');
        add_element(trim(line.substr(0, comma)));
        line = comma == std::string_view::npos ? std::string_view{} : line.substr(comma + 1);
    }
}

void EncodingPreferences::add_element(std::string_view element) noexcept {
    const std::size_t semicolon = element.find(';');
    const std::string_view coding = trim(element.substr(0, semicolon));
    int weight = 1000;
    if (semicolon != std::string_view::npos) {
        const std::string_view parameter = trim(element.substr(semicolon + 1));
        if (parameter.size() < 2 || (parameter[0] != 'q' && parameter[0] != 'Q') ||
            parameter[1] != '=') {
            return;
        }
        weight = parse_qvalue(parameter.substr(2));
        if (weight < 0) {
            return;
        }
    }
    if (coding == "*") {
        others_ = weight;
    } else if (equals_ignoring_case(coding, "br")) {
        weights_[static_cast<int>(Encoding::kBrotli)] = weight;
    } else if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
        weights_[static_cast<int>(Encoding::kGzip)] = weight;
    } else if (equals_ignoring_case(coding, "identity")) {
        weights_[static_cast<int>(Encoding::kIdentity)] = weight;
    }
}

int EncodingPreferences::weight(Encoding encoding) const noexcept {
    const int own = weights_[static_cast<int>(encoding)];
    if (own != kUnset) {
        return own;
    }
    // Not mentioned, identity is acceptable as well: it is what pick falls back to.
    return others_ != kUnset ? others_ : 0;
}

Encoding EncodingPreferences::pick(EncodingSet available) const noexcept {
    int best_weight = 0;
    Encoding best = Encoding::kIdentity;
    for (const Encoding encoding : kBySize) {
        const int candidate = weight(encoding);
        if ((available & encoding_bit(encoding)) != 0 && candidate > best_weight) {
            best_weight = candidate;
            best = encoding;
        }
    }
    if (best_weight > 0 || (available & encoding_bit(Encoding::kIdentity)) != 0) {
        return best;
    }
    return (available & encoding_bit(Encoding::kGzip)) != 0 ? Encoding::kGzip : Encoding::kBrotli;
}

}  // namespace livecam::http
