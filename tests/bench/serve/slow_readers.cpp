#include "tests/bench/serve/slow_readers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <span>
#include <stdexcept>

#include "shared/hash.h"

namespace livecam::bench {
namespace {

constexpr int kReceiveBuffer = 8192;  // so that the kernel does not read for them
constexpr int kReadsPerSecond = 10;

std::string value_of(const std::string& header, const std::string& field) {
    const std::size_t at = header.find("\r\n" + field + ": ");
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = at + field.size() + 4;
    return header.substr(begin, header.find("\r\n", begin) - begin);
}

}  // namespace

SlowReaders::SlowReaders(int port, int count, std::size_t bytes_per_second)
    : readers_(static_cast<std::size_t>(count)), portion_(bytes_per_second / kReadsPerSecond) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (Reader& reader : readers_) {
        reader.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ::setsockopt(reader.socket, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
        if (::connect(reader.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
            0) {
            throw std::runtime_error("slow client: cannot connect; is ulimit -n too low?");
        }
    }
}

SlowReaders::~SlowReaders() {
    for (const Reader& reader : readers_) {
        ::close(reader.socket);
    }
}

void SlowReaders::ask(Reader& reader) {
    const std::string& request = requests_[next_++ % requests_.size()];
    reader.received.clear();
    reader.total = 0;
    if (::send(reader.socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
        ++damaged_;
    }
}

void SlowReaders::begin(const std::vector<std::string>& requests) {
    requests_ = requests;
    for (Reader& reader : readers_) {
        ask(reader);
    }
}

void SlowReaders::read() {
    for (Reader& reader : readers_) {
        if (reader.socket < 0) {
            continue;
        }
        std::string bytes(portion_, '\0');
        if (reader.total > 0) {  // never bytes of the next answer: there is none yet
            bytes.resize(std::min(portion_, reader.total - reader.received.size()));
        }
        const ssize_t n = ::recv(reader.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN)) {
            ++damaged_;
            ::close(reader.socket);
            reader.socket = -1;
            continue;
        }
        reader.received.append(bytes, 0, n > 0 ? static_cast<std::size_t>(n) : 0);
        const std::size_t end = reader.received.find("\r\n\r\n");
        if (reader.total == 0 && end != std::string::npos) {
            reader.total =
                end + 4 +
                std::strtoull(value_of(reader.received, "Content-Length").c_str(), nullptr, 10);
        }
        if (reader.total > 0 && reader.received.size() == reader.total) {
            judge(reader);
            ask(reader);
        }
    }
}

void SlowReaders::judge(Reader& reader) {
    const std::size_t end = reader.received.find("\r\n\r\n") + 4;
    const std::span<const char> body{reader.received.data() + end, reader.received.size() - end};
    char etag[24];
    std::snprintf(etag, sizeof etag, "\"%016llx\"",
                  static_cast<unsigned long long>(content_hash(std::as_bytes(body))));
    const bool whole =
        reader.received.starts_with("HTTP/1.1 200") && value_of(reader.received, "ETag") == etag;
    ++(whole ? whole_ : damaged_);
    ++reader.pictures;
}

bool SlowReaders::everybody_has_one() const {
    return std::all_of(readers_.begin(), readers_.end(),
                       [](const Reader& reader) { return reader.pictures > 0; });
}

}  // namespace livecam::bench
