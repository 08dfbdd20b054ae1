#include "tests/bench/serve/foreign_load.h"

#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace livecam::bench {
namespace {

/// The number before `word`; -1 if the word is not there.
double number_before(const std::string& text, const std::string& word) {
    const std::size_t at = text.find(word);
    if (at == std::string::npos || at == 0) {
        return -1;
    }
    const std::size_t begin = text.find_last_not_of("0123456789.", at - 1);
    return std::stod(text.substr(begin == std::string::npos ? 0 : begin + 1));
}

std::string output_of(std::vector<std::string> command) {
    const e2e::Finished done = e2e::run(command);
    if (done.code != 0) {
        throw std::runtime_error(command[0] + ": " + done.output);
    }
    return done.output;
}

}  // namespace

std::string missing_load(Protocol protocol) {
    if (protocol == Protocol::kTls && ::access("/usr/bin/wrk", X_OK) != 0) {
        return "wrk";
    }
    if (protocol == Protocol::kHttp2 && ::access("/usr/bin/h2load", X_OK) != 0) {
        return "nghttp2-client";
    }
    return {};
}

LoadResult foreign_load(const Work& work, const Server& server, std::chrono::milliseconds time) {
    const std::string url = "https://127.0.0.1:" + std::to_string(server.tls_port) + work.path;
    const std::string seconds = std::to_string((time.count() + 999) / 1000);
    LoadResult result;
    if (work.protocol == Protocol::kTls) {
        const std::string said =
            output_of({"wrk", "-t", "1", "-c", "16", "-d", seconds + "s", url});
        result.responses = static_cast<std::uint64_t>(number_before(said, " requests in "));
        result.seconds = static_cast<double>(result.responses) /
                         number_before(said.substr(said.find("Requests/sec:")), "\n");
        result.wrong = said.find("Non-2xx") != std::string::npos ||
                               said.find("Socket errors") != std::string::npos
                           ? 1
                           : 0;
        return result;
    }
    const std::string said =
        output_of({"h2load", "-t", "1", "-c", "4", "-m", "8", "-D", seconds, url});
    result.responses = static_cast<std::uint64_t>(number_before(said, " succeeded"));
    result.seconds = std::stod(seconds);
    result.wrong = static_cast<std::uint64_t>(number_before(said, " failed"));
    return result;
}

}  // namespace livecam::bench
