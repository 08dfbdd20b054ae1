// A store of its own for every test, on the tmpfs that stores live on.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "shared/frame_file.h"
#include "shared/store_reader.h"
#include "shared/store_writer.h"

namespace livecam {

inline std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text});
}

class StoreTest : public testing::Test {
  protected:
    StoreTest() {
        std::string name = "/dev/shm/livecam-test.XXXXXX";
        base_ = ::mkdtemp(name.data());
        options.path = base_ + "/store";
        options.max_bytes = 16 << 20;
    }
    ~StoreTest() override { std::filesystem::remove_all(base_); }

    StoreWriter open() {
        auto writer = StoreWriter::open(options);
        EXPECT_TRUE(writer) << (writer ? "" : writer.error().message);
        return std::move(*writer);
    }

    static Expected<void> put_picture(StoreWriter& writer, std::string_view key,
                                      std::string_view content, Descriptor next = {}) {
        const auto entry = writer.ensure(key);
        const FrameDraft draft = FrameDraft::create(writer.frames_directory(), bytes_of(content));
        FrameRef frame;
        frame.type = PictureType::kJpeg;
        frame.changed_at = 1000;
        return writer.publish_picture(*entry, draft, frame, next);
    }

    static Expected<void> put_body(StoreWriter& writer, std::string_view key,
                                   std::string_view content, std::string_view headers = {}) {
        const auto entry = writer.ensure(key);
        Variant variant{Encoding::kIdentity,
                        FrameDraft::create(writer.frames_directory(), bytes_of(content))};
        Descriptor next;
        next.kind = Kind::kBody;
        next.set_type("text/plain");
        return writer.publish_body(*entry, {&variant, 1}, 1000, next, headers);
    }

    /// What a reader gets for a path: the bytes of the n-th frame, or "" if there are none.
    std::string read(const StoreReader& reader, std::string_view key, std::size_t n = 0) const {
        const auto entry = reader.index().find(key);
        Descriptor descriptor;
        if (!entry || !reader.index().read(*entry, descriptor) || n >= descriptor.frame_count) {
            return "";
        }
        const FrameRef& frame = descriptor.frames[n];
        const Fd fd = open_frame(reader.frames(), frame.serial, frame.length);
        std::string content(frame.length, '\0');
        EXPECT_TRUE(fd);
        EXPECT_EQ(::pread(fd.get(), content.data(), content.size(), 0),
                  static_cast<ssize_t>(content.size()));
        return content;
    }

    std::size_t named_frames() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& file :
             std::filesystem::directory_iterator(options.path + "/frames")) {
            ++count;
        }
        return count;
    }

    StoreReader reader() const { return StoreReader{options.path.c_str(), ::geteuid()}; }

    StoreOptions options;
    std::string base_;
};

}  // namespace livecam
