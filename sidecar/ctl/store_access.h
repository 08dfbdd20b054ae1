// How livecamctl gets at a store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/store_reader.h"
#include "shared/store_writer.h"

namespace livecam::ctl {

/// Prints "livecamctl: message" and returns 1.
int say(const std::string& message);

/// A reader for the store of whoever owns it; false after a message.
bool open_reader(const std::string& store, StoreReader& reader);

/// The store's owner, or our own user if there is no store.
uid_t owner_of(const std::string& store);

/// Of the newest pictures, bytes; nullopt if there are none, or no store.
std::optional<std::uint64_t> average_image(const std::string& store);

/// What its index and named frames take, in whole pages; 0 without a store.
std::uint64_t store_bytes(const std::string& store);

/// The writer's lock, for a store that no livecamd holds.
Expected<StoreWriter> open_writer(const std::string& store);

}  // namespace livecam::ctl
