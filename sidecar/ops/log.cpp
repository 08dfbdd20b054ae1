#include "sidecar/ops/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>

namespace livecam::ops {
namespace {

Severity severity_of(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::critical:
            return Severity::kCritical;
        case spdlog::level::err:
            return Severity::kError;
        case spdlog::level::warn:
            return Severity::kWarning;
        case spdlog::level::info:
            return Severity::kInfo;
        default:
            return Severity::kDebug;
    }
}

spdlog::level::level_enum level_of(Severity severity) {
    switch (severity) {
        case Severity::kCritical:
            return spdlog::level::critical;
        case Severity::kError:
            return spdlog::level::err;
        case Severity::kWarning:
            return spdlog::level::warn;
        case Severity::kInfo:
            return spdlog::level::info;
        case Severity::kDebug:
            break;
    }
    return spdlog::level::debug;
}

std::string line_of(const Event& event, bool json, bool journal) {
    std::string line;
    if (journal) {
        line = "<" + std::to_string(static_cast<int>(event.severity)) + ">";
    }
    line += json ? json_of(event) : journal ? text_of(event) : stamped_text_of(event);
    line += '\n';
    return line;
}

/// A line is one write(2), so that lines of several processes do not mix; what cannot be written is
/// lost, because there is nowhere to say so.
void write_line(const std::string& line) {
    for (std::size_t done = 0; done < line.size();) {
        const ssize_t n = ::write(STDERR_FILENO, line.data() + done, line.size() - done);
        if (n <= 0 && errno != EINTR) {
            return;
        }
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
}

class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    void write(const Event& event) {
        const std::string line = line_of(event, json_, journal_);
        const std::lock_guard lock(mutex_);
        write_line(line);
    }
    void set_json(bool json) { json_ = json; }

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        const Fields none;
        write_line(line_of({severity_of(message.level),
                            message.time,
                            {message.payload.data(), message.payload.size()},
                            none},
                           json_, journal_));
    }
    void flush_() override {}

    std::atomic<bool> json_ = false;
    const bool journal_ = is_journal();
};

std::shared_ptr<LineSink>& sink() {
    static std::shared_ptr<LineSink> the_one;
    return the_one;
}

}  // namespace

bool is_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    return stream != nullptr && ::fstat(STDERR_FILENO, &status) == 0 &&
           std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) == stream;
}

void set_up_log(const config::Log& settings) {
    if (!sink()) {
        sink() = std::make_shared<LineSink>();
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("livecamd", sink()));
    }
    sink()->set_json(settings.json);
    spdlog::set_level(spdlog::level::from_str(settings.level));
}

bool logs_debug() {
    return spdlog::should_log(spdlog::level::debug);
}

void log(Severity severity, std::string_view message, const Fields& fields) {
    if (!spdlog::should_log(level_of(severity))) {
        return;
    }
    const Event event{severity, std::chrono::system_clock::now(), message, fields};
    if (const auto& lines = sink()) {
        lines->write(event);
    } else {
        spdlog::log(level_of(severity), "{}", text_of(event));
    }
}

void complain(std::string_view message, Severity severity) {
    const Fields none;
    const Event event{severity, {}, message, none};
    const std::string line = text_of(event) + "\n";
    write_line(is_journal() ? "<" + std::to_string(static_cast<int>(severity)) + ">" + line
                            : "livecamd: " + line);
}

}  // namespace livecam::ops
