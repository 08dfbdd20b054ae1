#include <algorithm>
#include <cstdio>
#include <sstream>

#include "tests/bench/serve/report.h"

namespace livecam::bench {
namespace {

constexpr int kWidth = 720;
constexpr int kLabels = 150;  // pixels for names on the left
constexpr int kBar = 16;
constexpr int kGap = 4;

}  // namespace

std::string svg(const Report& report) {
    std::ostringstream body;
    int y = 8;
    for (const WorkResult& result : report.works) {
        if (!result.work.everybody) {
            continue;
        }
        // Each picture has a scale of its own; what is far slower is cut off and says so.
        double most = 0;
        for (const Figures& figures : result.figures) {
            most = std::max(most, median(figures.cpu_us));
        }
        const double full = std::min(most, 3 * median(result.find(kLivecam)->cpu_us));
        body << "<text class=\"h\" x=\"0\" y=\"" << y + 12 << "\">" << result.work.what
             << ", µs of processor for each request</text>\n";
        y += 22;
        for (const Figures& figures : result.figures) {
            const double us = median(figures.cpu_us);
            const double share = std::min(1.0, us / full);
            const int width = std::max(1, static_cast<int>(share * (kWidth - kLabels - 90)));
            char value[32];
            std::snprintf(value, sizeof value, us < 100 ? "%.1f%s" : "%.0f%s", us,
                          us > full * 1.001 ? " →" : "");
            body << "<text class=\"n\" x=\"" << kLabels - 8 << "\" y=\"" << y + 12
                 << "\" text-anchor=\"end\">" << figures.server << "</text><rect class=\""
                 << (figures.server.starts_with(kLivecam) ? "o" : "p") << "\" x=\"" << kLabels
                 << "\" y=\"" << y << "\" width=\"" << width << "\" height=\"" << kBar
                 << "\" rx=\"2\"/><text class=\"n\" x=\"" << kLabels + width + 6 << "\" y=\""
                 << y + 12 << "\">" << value << "</text>\n";
            y += kBar + kGap;
        }
        y += 12;
    }
    std::ostringstream all;
    all << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << kWidth << " " << y
        << "\" width=\"" << kWidth << "\" height=\"" << y
        << "\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
           "<title>Processor time of the server for each picture</title>\n"
           "<style>text{fill:#1f2328}.h{font-weight:600}.o{fill:#0969da}.p{fill:#8c959f}"
           "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.o{fill:#58a6ff}.p{fill:#6e7681}}"
           "</style>\n"
        << body.str() << "</svg>\n";
    return all.str();
}

}  // namespace livecam::bench
