#include "tests/e2e/http/keepers.h"

#include <chrono>
#include <memory>

#include "tests/e2e/http/raw.h"

namespace livecam::e2e {

Keepers::Keepers(int port, std::string path, int count) : port_(port), path_(std::move(path)) {
    for (int i = 0; i < count; ++i) {
        threads_.emplace_back([this] { keep(); });
    }
}

KeepersReport Keepers::stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    return {requests_, closed_idle_, failures_};
}

void Keepers::keep() {
    const std::string request = "GET " + path_ + " HTTP/1.1\r\nHost: wall\r\n\r\n";
    std::unique_ptr<RawConnection> connection;
    while (!stopping_) {
        const bool fresh = connection == nullptr;
        if (fresh) {
            connection = std::make_unique<RawConnection>(port_);
        }
        ++requests_;
        const bool sent = connection->send(request);
        const auto answer = sent ? connection->receive() : std::nullopt;
        if (!answer) {
            ++(fresh ? failures_ : closed_idle_);
            connection = nullptr;
            continue;
        }
        failures_ += answer->status == 200 ? 0 : 1;
        if (answer->has("connection: close")) {
            connection = nullptr;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // idle
    }
}

}  // namespace livecam::e2e
