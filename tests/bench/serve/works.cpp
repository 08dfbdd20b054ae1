#include "tests/bench/serve/works.h"

#include "tests/bench/serve/peers.h"

namespace livecam::bench {

std::vector<Work> all_works() {
    const std::vector<std::string> files = {kStatic, kStaticCopy};
    const std::string browser = "Accept-Encoding: gzip, deflate, br";
    std::vector<Work> all;
    const auto add = [&all](Work work) { all.push_back(std::move(work)); };
    const double image_targets[] = {0.90, 0.80, 0.70};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string kilobytes = std::to_string(kPictureBytes[i] / 1000);
        add({.name = "image" + kilobytes,
             .what = "picture of " + kilobytes + " KB",
             .path = "/image/p" + kilobytes + "k0",
             .fields = {browser},
             .everybody = true,
             .target = image_targets[i],
             .against = files});
    }
    add({.name = "304",
         .what = "picture, not modified",
         .path = "/image/p20k0",
         .fields = {browser},
         .status = 304,
         .conditional = true,
         .return_path = "/return204",
         .target = 1.10,
         .against = {kReturn}});
    for (const std::string encoding : {"identity", "gzip", "br"}) {
        add({.name = "page-" + encoding,
             .what = "page, " + encoding,
             .path = "/",
             .fields = {"Accept-Encoding: " + (encoding == "br" ? "gzip, deflate, br" : encoding)},
             .return_path = "/return200" + encoding,
             .target = 1.15,
             .against = {kReturn}});
    }
    add({.name = "head",
         .what = "HEAD of a picture",
         .path = "/image/p120k0",
         .method = "HEAD",
         .against = files});
    add({.name = "range",
         .what = "10 KB of 120 KB",
         .path = "/image/p120k0",
         .fields = {"Range: bytes=50000-59999"},
         .status = 206,
         .against = files});
    add({.name = "wall40",
         .what = "40 × 120 KB, changing, alike",
         .fields = {browser},
         .set = "wall",
         .changing = true,
         .against = files});
    add({.name = "wall40-zipf",
         .what = "40 × 120 KB, changing, Zipf",
         .fields = {browser},
         .set = "wall",
         .zipf = true,
         .changing = true,
         .against = files});
    add({.name = "wall10000",
         .what = "10,000 × 20 KB, changing, alike",
         .fields = {browser},
         .set = "many",
         .changing = true,
         .against = files});
    add({.name = "wall10000-zipf",
         .what = "10,000 × 20 KB, changing, Zipf",
         .fields = {browser},
         .set = "many",
         .zipf = true,
         .changing = true,
         .target = 1.00,
         .against = files});
    for (const std::string kilobytes : {"20", "120", "545"}) {
        add({.name = "tls" + kilobytes,
             .what = kilobytes + " KB over TLS 1.3",
             .path = "/image/p" + kilobytes + "k0",
             .protocol = Protocol::kTls,
             .target = 1.00,
             .against = files});
    }
    add({.name = "http2",
         .what = "120 KB over HTTP/2 and TLS",
         .path = "/image/p120k0",
         .protocol = Protocol::kHttp2,
         .against = files});
    add({.name = "two-workers",
         .what = "120 KB, two workers",
         .path = "/image/p120k0",
         .fields = {browser},
         .workers = 2,
         .against = files});
    return all;
}

std::vector<CameraSet> camera_sets(const std::vector<Work>& works) {
    std::vector<CameraSet> sets;
    for (const int bytes : kPictureBytes) {
        sets.push_back(
            {"p" + std::to_string(bytes / 1000) + "k", 1, static_cast<std::size_t>(bytes)});
    }
    sets.push_back({"wall", 40, 120'000});
    sets.push_back({"tiny", 1, 2'000});
    for (const Work& work : works) {
        if (work.set == "many") {
            sets.push_back({"many", 10'000, 20'000});
            break;
        }
    }
    return sets;
}

Asking asking_for(const Work& work, const std::vector<CameraSet>& sets, const std::string& path,
                  const std::string& etag) {
    Asking asking;
    asking.status = path == "/return204" ? 204 : work.status;
    asking.body = work.method != "HEAD" && work.status != 304;
    std::string fields = " HTTP/1.1\r\nHost: cams.example.org\r\n";
    for (const std::string& field : work.fields) {
        fields += field + "\r\n";
    }
    if (work.conditional) {
        fields += "If-None-Match: " + etag + "\r\n";
    }
    fields += "\r\n";
    if (work.set.empty()) {
        asking.requests = {work.method + " " + path + fields};
        asking.order = {0};
        return asking;
    }
    for (const CameraSet& set : sets) {
        if (set.name == work.set) {
            for (std::uint32_t camera = 0; camera < set.count; ++camera) {
                asking.requests.push_back(work.method + " " + Content::path(set, camera) + fields);
            }
            asking.order = work.zipf ? zipf_order(set.count) : uniform_order(set.count);
        }
    }
    return asking;
}

}  // namespace livecam::bench
