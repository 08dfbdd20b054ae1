#include "tests/e2e/slow_clients.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <deque>
#include <stdexcept>

#include "tests/e2e/wait.h"

namespace livecam::e2e {

struct SlowClients::State {
    struct Handle {
        Client client;
        State* all = nullptr;
        CURL* easy = nullptr;
    };
    CURLM* multi = ::curl_multi_init();
    long bytes_per_second = 0;
    bool reading = false;
    std::deque<Handle> handles;  // stays where it is: libcurl has pointers into it
    std::size_t open = 0;
};

namespace {

/// As small as Linux permits, so that nginx cannot hand everything to the kernel.
int small_buffer(void*, curl_socket_t socket, curlsocktype) {
    const int bytes = 4096;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    return CURL_SOCKOPT_OK;
}

}  // namespace

SlowClients::SlowClients(long bytes_per_second) : state_(std::make_unique<State>()) {
    if (state_->multi == nullptr) {
        throw std::runtime_error("curl_multi_init");
    }
    state_->bytes_per_second = bytes_per_second;
    state_->reading = bytes_per_second > 0;
    ::curl_multi_setopt(state_->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
}

SlowClients::~SlowClients() {
    for (State::Handle& handle : state_->handles) {
        ::curl_multi_remove_handle(state_->multi, handle.easy);
        ::curl_easy_cleanup(handle.easy);
    }
    ::curl_multi_cleanup(state_->multi);
}

std::size_t SlowClients::ask(const std::string& url) {
    using Handle = State::Handle;
    Handle& handle = state_->handles.emplace_back();
    handle.all = state_.get();
    handle.easy = ::curl_easy_init();
    CURL* easy = handle.easy;
    ::curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(easy, CURLOPT_PRIVATE, &handle);
    ::curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    ::curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    ::curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    ::curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    ::curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    ::curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    ::curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
    ::curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, small_buffer);
    if (state_->bytes_per_second > 0) {
        ::curl_easy_setopt(easy, CURLOPT_MAX_RECV_SPEED_LARGE,
                           static_cast<curl_off_t>(state_->bytes_per_second));
    }
    ::curl_easy_setopt(easy, CURLOPT_HEADERDATA, &handle);
    ::curl_easy_setopt(
        easy, CURLOPT_HEADERFUNCTION, +[](char*, std::size_t size, std::size_t count, void* data) {
            static_cast<Handle*>(data)->client.begun = true;
            return size * count;
        });
    ::curl_easy_setopt(easy, CURLOPT_WRITEDATA, &handle);
    ::curl_easy_setopt(
        easy, CURLOPT_WRITEFUNCTION,
        +[](char* bytes, std::size_t size, std::size_t count, void* data) {
            auto* to = static_cast<Handle*>(data);
            if (!to->all->reading) {
                return static_cast<std::size_t>(CURL_WRITEFUNC_PAUSE);
            }
            to->client.body.append(bytes, size * count);
            return size * count;
        });
    ::curl_multi_add_handle(state_->multi, easy);
    ++state_->open;
    return state_->handles.size() - 1;
}

bool SlowClients::begin(const std::string& url) {
    const std::size_t number = ask(url);
    return until([&] {
        drive(10);
        return state_->handles[number].client.begun || state_->handles[number].client.error >= 0;
    });
}

void SlowClients::drive(int ms) {
    int running = 0;
    ::curl_multi_perform(state_->multi, &running);
    ::curl_multi_poll(state_->multi, nullptr, 0, ms, nullptr);
    ::curl_multi_perform(state_->multi, &running);
    int left = 0;
    while (const CURLMsg* message = ::curl_multi_info_read(state_->multi, &left)) {
        State::Handle* handle = nullptr;
        ::curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &handle);
        handle->client.error = message->data.result;
        ::curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &handle->client.status);
        --state_->open;
    }
}

void SlowClients::resume() {
    state_->reading = true;
    for (State::Handle& handle : state_->handles) {
        if (handle.client.error < 0) {
            ::curl_easy_pause(handle.easy, CURLPAUSE_CONT);
        }
    }
}

bool SlowClients::finish(int seconds) {
    return until(
        [&] {
            drive(100);
            return state_->open == 0;
        },
        std::chrono::seconds(seconds));
}

const SlowClients::Client& SlowClients::operator[](std::size_t i) const {
    return state_->handles.at(i).client;
}

std::size_t SlowClients::size() const {
    return state_->handles.size();
}

std::size_t SlowClients::open() const {
    return state_->open;
}

}  // namespace livecam::e2e
