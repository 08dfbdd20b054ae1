// What the writer that is killed does: each function runs in a forked child and marks the part that
// is examined.
#pragma once

#include <cstdint>
#include <string>

#include "shared/store_writer.h"

namespace livecam::kill_points {

inline constexpr std::uint64_t kPictureCamera = 1;
inline constexpr std::uint64_t kOtherCamera = 2;
inline constexpr std::uint64_t kPage = 3;
inline constexpr char kPictureKey[] = "/image/a";
inline constexpr char kOtherKey[] = "/image/b";
inline constexpr char kPageKey[] = "/";

/// Versions in the prepared store; the writer that is killed makes the next one.
inline constexpr std::uint64_t kOldVersion = 3;
inline constexpr int kKeep = 2;
inline constexpr std::uint32_t kEntries = 3;  // all in use: one more path is an index replacement

/// Set once, before anything is forked.
void set_store(std::string path);
const StoreOptions& store_options();

Expected<void> put_picture(StoreWriter& writer, const char* key, std::uint64_t camera,
                           std::uint64_t version);
Expected<void> put_page(StoreWriter& writer, std::uint64_t version);
std::string page_headers(std::uint64_t version);

void publish_picture();
void publish_page();
void grow();          // ensure() of one path too many
void start();         // open, with adoption and sweep
void start_grown();   // open with more entries than the index has
void start_relaid();  // open by a version that writes an older layout

}  // namespace livecam::kill_points
