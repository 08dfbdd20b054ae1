#include "tests/bench/serve/other_loads.h"

#include <unistd.h>

#include <sstream>
#include <stdexcept>

#include "tests/e2e/temp_dir.h"

namespace livecam::bench {
namespace {

/// The number before `word`. Throws if it is not there.
double number_before(const std::string& text, const std::string& word) {
    const std::size_t at = text.find(word);
    if (at == std::string::npos || at == 0) {
        throw std::runtime_error("the load said nothing of \"" + word + "\": " + text);
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

/// Whole requests, ready to be sent, in the order of `asking`; an answer of another status counts.
std::string wrk_script(const Asking& asking) {
    std::ostringstream lua;
    lua << "local requests = {\n";
    for (const std::string& request : asking.requests) {
        lua << "[==[\n" << request << "]==],\n";
    }
    lua << "}\nlocal order = {";
    for (const std::uint32_t number : asking.order) {
        lua << number + 1 << ",";
    }
    lua << "}\nlocal next = 0\n"
           "request = function()\n"
           "    next = next % #order + 1\n"
           "    return requests[order[next]]\n"
           "end\n";
    std::string text = lua.str();
    // Lua makes every end of line a plain one.
    for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) {
        text.replace(at, 2, "\n");
    }
    return text + "for i, r in ipairs(requests) do requests[i] = r:gsub('\\n', '\\r\\n') end\n";
}

}  // namespace

std::string missing_load(Protocol protocol) {
    const bool http2 = protocol == Protocol::kHttp2;
    const bool there = ::access(http2 ? "/usr/bin/h2load" : "/usr/bin/wrk", X_OK) == 0;
    return there ? "" : http2 ? "nghttp2-client" : "wrk";
}

LoadResult wrk_load(const Work& work, const Asking& asking, const Server& server, int connections,
                    int seconds, const std::string& script) {
    const bool tls = work.protocol == Protocol::kTls;
    e2e::write_file(script, wrk_script(asking));
    const std::string said = output_of({"wrk", "-t", "1", "-c", std::to_string(connections), "-d",
                                        std::to_string(seconds) + "s", "-s", script,
                                        (tls ? "https" : "http") + std::string("://127.0.0.1:") +
                                            std::to_string(tls ? server.tls_port : server.port)});
    LoadResult result;
    result.responses = static_cast<std::uint64_t>(number_before(said, " requests in "));
    result.seconds = static_cast<double>(result.responses) /
                     number_before(said.substr(said.find("Requests/sec:")), "\n");
    for (const char* words : {"Non-2xx", "Socket errors"}) {
        result.wrong += said.find(words) != std::string::npos ? 1 : 0;
    }
    return result;
}

LoadResult h2load_load(const Work& work, const Server& server, int seconds) {
    const std::string said =
        output_of({"h2load", "-t", "1", "-c", "4", "-m", "8", "-D", std::to_string(seconds),
                   "https://127.0.0.1:" + std::to_string(server.tls_port) + work.path});
    LoadResult result;
    result.responses = static_cast<std::uint64_t>(number_before(said, " succeeded"));
    result.wrong = static_cast<std::uint64_t>(number_before(said, " failed"));
    result.seconds = seconds;
    return result;
}

}  // namespace livecam::bench
