#include "sidecar/pages/compress.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace livecam::pages {
namespace {

std::string gunzip(const std::string& data, std::size_t length) {
    std::string out(length + 1, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

std::string unbrotli(const std::string& data, std::size_t length) {
    std::string out(length + 1, '\0');
    std::size_t got = out.size();
    EXPECT_EQ(
        BrotliDecoderDecompress(data.size(), reinterpret_cast<const std::uint8_t*>(data.data()),
                                &got, reinterpret_cast<std::uint8_t*>(out.data())),
        BROTLI_DECODER_RESULT_SUCCESS);
    out.resize(got);
    return out;
}

std::string text_of(std::size_t length) {
    std::string text;
    for (int i = 0; text.size() < length; ++i) {
        text += "<li id=\"camera-" + std::to_string(i) + "\">";
    }
    text.resize(length);
    return text;
}

TEST(Compress, VariantsDecompressToTheIdentity) {
    for (const Effort effort : {kFollowingEffort, kFixedEffort}) {
        for (const std::size_t length :
             {kMinCompressBytes, std::size_t{5000}, std::size_t{400000}}) {
            const std::string text = text_of(length);
            const Variants variants = compress(text, effort);
            ASSERT_FALSE(variants.gzip.empty()) << length;
            ASSERT_FALSE(variants.brotli.empty()) << length;
            EXPECT_LT(variants.gzip.size(), text.size());
            EXPECT_LT(variants.brotli.size(), text.size());
            EXPECT_EQ(gunzip(variants.gzip, length), text);
            EXPECT_EQ(unbrotli(variants.brotli, length), text);
        }
    }
}

TEST(Compress, SmallBodiesHaveNoVariants) {
    const Variants variants = compress(text_of(kMinCompressBytes - 1), kFixedEffort);
    EXPECT_EQ(variants.gzip, "");
    EXPECT_EQ(variants.brotli, "");
}

TEST(Compress, WhatDoesNotShrinkHasNoVariants) {
    std::mt19937 random{7};
    std::string noise(2000, '\0');
    for (char& c : noise) {
        c = static_cast<char>(random());
    }
    const Variants variants = compress(noise, kFollowingEffort);
    EXPECT_EQ(variants.gzip, "");
    EXPECT_EQ(variants.brotli, "");
}

TEST(Compress, GzipCarriesNoTime) {
    const std::string gzip = compress(text_of(1000), kFollowingEffort).gzip;
    ASSERT_GT(gzip.size(), 10u);
    EXPECT_EQ(gzip.substr(4, 4), std::string(4, '\0'));  // MTIME, RFC 1952 section 2.3.1
}

}  // namespace
}  // namespace livecam::pages
