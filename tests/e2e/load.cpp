#include "tests/e2e/load.h"

#include <curl/curl.h>

#include <algorithm>
#include <span>
#include <utility>

#include "tests/e2e/http.h"
#include "tests/simulator/stamp.h"

namespace livecam::e2e {

Load::Load(std::string base, std::vector<std::string> slugs, int viewers,
           std::chrono::milliseconds pace)
    : base_(std::move(base)), slugs_(std::move(slugs)), pace_(pace) {
    for (int i = 0; i < viewers; ++i) {
        threads_.emplace_back([this] { view(); });
    }
}

LoadReport Load::stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    return report_;
}

std::uint64_t Load::requests() {
    const std::lock_guard lock(mutex_);
    return report_.requests;
}

std::uint64_t Load::failures() {
    const std::lock_guard lock(mutex_);
    return report_.failures.size();
}

void Load::mark(const std::string& text) {
    const std::lock_guard lock(mutex_);
    mark_ = text;
}

void Load::view() {
    Client client;
    std::map<std::string, std::uint64_t> seen;
    std::map<std::string, std::string> etags;
    for (std::size_t turn = 0; !stopping_; ++turn) {
        const std::string& slug = slugs_[turn % slugs_.size()];
        Request request;
        request.url = base_ + "/image/" + slug;
        // Every other round as a browser that has the picture already.
        const bool conditional = turn / slugs_.size() % 2 == 1 && etags.contains(slug);
        if (conditional) {
            request.headers.push_back("If-None-Match: " + etags[slug]);
        }
        const Response answer = client.send(request);
        const auto stamp = sim::verify(std::as_bytes(std::span{answer.body}));
        {
            const std::lock_guard lock(mutex_);
            ++report_.requests;
            const auto fail = [&](const std::string& what) {
                report_.failures.push_back(mark_ + ": " + slug + ": " + what);
            };
            if (answer.error != 0) {
                fail(std::string(::curl_easy_strerror(static_cast<CURLcode>(answer.error))) +
                     (answer.fresh ? " (fresh connection)" : " (kept connection)"));
            } else if (answer.status == 304 && conditional) {
                ++report_.not_modified;
            } else if (answer.status != 200) {
                fail("status " + std::to_string(answer.status));
            } else if (!stamp) {
                fail("torn picture of " + std::to_string(answer.body.size()) + " bytes");
            } else {
                ++report_.pictures;
                std::uint64_t& newest = seen[slug];
                if (stamp->sequence < newest) {
                    report_.went_back.push_back(mark_ + ": " + slug);
                }
                newest = stamp->sequence;
                etags[slug] = answer.header("etag");
                const auto [first, made] = report_.first.try_emplace(slug, stamp->sequence);
                first->second = std::min(first->second, stamp->sequence);
                std::uint64_t& last = report_.last[slug];
                last = std::max(last, stamp->sequence);
            }
        }
        std::this_thread::sleep_for(pace_);
    }
}

}  // namespace livecam::e2e
