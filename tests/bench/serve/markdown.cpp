#include <cstdio>
#include <sstream>

#include "tests/bench/serve/report.h"

namespace livecam::bench {
namespace {

std::string fixed(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// Microseconds, with as many digits as mean something.
std::string cell(const WorkResult& result, const std::string& server) {
    const Figures* figures = result.find(server);
    if (figures == nullptr) {
        return "–";
    }
    const double us = median(figures->cpu_us);
    return fixed(us, us < 100 ? 1 : 0);
}

}  // namespace

std::string markdown(const Report& report) {
    const std::vector<std::string> columns = {
        kLivecam, kLivecamFile, kStatic, kStaticCopy, kReturn, kProxy, kLua, kVarnish, kGo};
    std::vector<std::string> used;
    for (const std::string& column : columns) {
        for (const WorkResult& result : report.works) {
            if (result.find(column) != nullptr) {
                used.push_back(column);
                break;
            }
        }
    }
    std::ostringstream text;
    text << "| µs of processor for each request |";
    for (const std::string& column : used) {
        text << " " << column << " |";
    }
    text << " ratio | target |\n|---|";
    for (std::size_t i = 0; i < used.size() + 2; ++i) {
        text << "---|";
    }
    text << "\n";
    for (const WorkResult& result : report.works) {
        text << "| " << result.work.what << " |";
        for (const std::string& column : used) {
            text << " " << (column == kLivecam ? "**" : "") << cell(result, column)
                 << (column == kLivecam ? "**" : "") << " |";
        }
        text << " " << (result.best.empty() ? "–" : fixed(result.ratio, 2)) << " | "
             << (result.work.target > 0 ? "≤ " + fixed(result.work.target, 2) : "") << " |\n";
    }
    if (!report.findings.empty()) {
        text << "\n| | | target |\n|---|---|---|\n";
        for (const Finding& finding : report.findings) {
            text << "| " << finding.what << " | " << finding.value << " | " << finding.limit
                 << " |\n";
        }
    }
    text << "\n"
         << report.machine << ", " << report.date << "; medians of " << report.rounds
         << " rounds. ";
    for (std::size_t i = 0; i < report.versions.size(); ++i) {
        text << (i > 0 ? "; " : "") << report.versions[i];
    }
    text << ".";
    for (const Missing& missing : report.missing) {
        text << " Without " << missing.name << ".";
    }
    text << "\n";
    return text.str();
}

}  // namespace livecam::bench
