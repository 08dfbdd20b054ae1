#include "tests/e2e/event_stream.h"

#include <curl/curl.h>
#include <rapidjson/document.h>

#include <chrono>

namespace livecam::e2e {

EventStream::EventStream(std::string url, EventStreamOptions options)
    : url_(std::move(url)),
      options_(std::move(options)),
      last_event_id_(options_.last_event_id),
      id_buffer_(options_.last_event_id),
      multi_(curl_multi_init()),
      thread_([this] { run(); }) {}

EventStream::~EventStream() {
    stopping_ = true;
    curl_multi_wakeup(multi_);
    thread_.join();
    curl_multi_cleanup(multi_);
}

void EventStream::run() {
    do {
        CURL* easy = curl_easy_init();
        curl_slist* headers = curl_slist_append(nullptr, "Accept: text/event-stream");
        if (const std::string id = last_event_id(); !id.empty()) {
            headers = curl_slist_append(headers, ("Last-Event-ID: " + id).c_str());
        }
        curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(
            easy, CURLOPT_HTTP_VERSION,
            options_.version == Version::kHttp2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
        rest_.clear();
        event_ = {};
        ++connections_;
        curl_multi_add_handle(multi_, easy);
        int running = 1;
        while (running > 0 && !stopping_) {
            curl_multi_perform(multi_, &running);
            curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
        }
        curl_multi_perform(multi_, &running);
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        status_ = status;
        curl_multi_remove_handle(multi_, easy);
        curl_easy_cleanup(easy);
        curl_slist_free_all(headers);
        std::unique_lock lock(mutex_);
        changed_.notify_all();
        if (options_.reconnect) {
            changed_.wait_for(lock, std::chrono::milliseconds(retry_ms_),
                              [this] { return stopping_.load(); });
        }
    } while (options_.reconnect && !stopping_);
}

std::size_t EventStream::on_bytes(char* data, std::size_t size, std::size_t count, void* self) {
    auto& stream = *static_cast<EventStream*>(self);
    const std::lock_guard lock(stream.mutex_);
    stream.status_ = 200;
    stream.rest_.append(data, size * count);
    for (std::size_t end; (end = stream.rest_.find('\n')) != std::string::npos;) {
        stream.take_line(stream.rest_.substr(0, end));
        stream.rest_.erase(0, end + 1);
    }
    return size * count;
}

void EventStream::take_line(std::string line) {
    if (line.empty()) {
        last_event_id_ = id_buffer_;
        if (!event_.data.empty()) {
            event_.data.pop_back();
            event_.id = last_event_id_;
            events_.push_back(std::exchange(event_, {}));
        }
        event_ = {};
        changed_.notify_all();
        return;
    }
    const std::size_t colon = line.find(':');
    const std::string field = line.substr(0, colon);
    std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) {
        value.erase(0, 1);
    }
    if (field.empty()) {
        ++comments_;
    } else if (field == "event") {
        event_.type = value;
    } else if (field == "data") {
        event_.data += value + '\n';
    } else if (field == "id") {
        id_buffer_ = value;
    } else if (field == "retry") {
        retry_ms_ = std::stoi(value);
    }
}

bool EventStream::wait(const std::function<bool(const std::vector<Event>&)>& condition,
                       std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return condition(events_); });
}

std::vector<Event> EventStream::events() const {
    const std::lock_guard lock(mutex_);
    return events_;
}

std::string EventStream::last_event_id() const {
    const std::lock_guard lock(mutex_);
    return last_event_id_;
}

std::map<std::string, std::string> EventStream::images() const {
    std::map<std::string, std::string> images;
    const auto put = [&](const rapidjson::Value& camera) {
        if (camera["image"].IsString()) {
            images[camera["camera"].GetString()] = camera["image"].GetString();
        }
    };
    for (const Event& event : events()) {
        rapidjson::Document document;
        document.Parse(event.data.c_str());
        if (document.HasParseError() || !document.IsObject()) {
            continue;
        }
        if (event.type == "reset") {
            images.clear();
            for (const auto& camera : document["cameras"].GetArray()) {
                put(camera);
            }
        } else if (document.HasMember("camera")) {
            put(document);
        }
    }
    return images;
}

}  // namespace livecam::e2e
