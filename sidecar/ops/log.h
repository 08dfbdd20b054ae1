// livecamd's log: one line an event, on standard error.
#pragma once

#include <string_view>

#include "sidecar/config/config.h"
#include "sidecar/ops/log_text.h"

namespace livecam::ops {

/// Where standard error is systemd's journal ($JOURNAL_STREAM, systemd.exec(5)), lines begin with
/// "<N>", their severity, and leave time and name to the journal.
bool is_journal();

/// From any thread, also again: a reload may change level and format. What spdlog is given goes the
/// same way.
void set_up_log(const config::Log& settings);

/// Whether debug() writes, for what is costly to put together.
bool logs_debug();

/// From any thread. Before set_up_log(): as text, where spdlog sends it.
void log(Severity severity, std::string_view message, const Fields& fields = {});

inline void debug(std::string_view message, const Fields& fields = {}) {
    log(Severity::kDebug, message, fields);
}
inline void info(std::string_view message, const Fields& fields = {}) {
    log(Severity::kInfo, message, fields);
}
inline void warn(std::string_view message, const Fields& fields = {}) {
    log(Severity::kWarning, message, fields);
}
inline void error(std::string_view message, const Fields& fields = {}) {
    log(Severity::kError, message, fields);
}
inline void critical(std::string_view message, const Fields& fields = {}) {
    log(Severity::kCritical, message, fields);
}

/// For what ends the program before there is a log: one line, "livecamd: …", also for a journal.
void complain(std::string_view message, Severity severity = Severity::kError);

}  // namespace livecam::ops
