// JSON of strangers: any member may be missing, or of another type than was documented.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/error.h"

namespace livecam::feeds {

using Json = rapidjson::Value;

/// The error says what it is instead.
Expected<rapidjson::Document> parse_json(std::string_view bytes);

/// The member of that name; null if there is none, `object` is no object, or it is null.
const Json* member(const Json& object, const char* name);

/// A text, or a number or a boolean as one; nullopt otherwise. Cut at 4000 bytes.
std::optional<std::string> optional_text(const Json& object, const char* name);
std::string text(const Json& object, const char* name);

/// A number, or a text that is one; 0 or nullopt otherwise.
std::int64_t integer(const Json& object, const char* name);
std::optional<double> real(const Json& object, const char* name);

/// true, or "true", or a number that is not 0.
bool truth(const Json& object, const char* name);

/// "2026-01-31T21:03:05+00:00" or with "Z" (RFC 3339) in seconds since the epoch; 0 if it is none.
std::int64_t moment(const std::string& text);

std::string lower(std::string_view text);

}  // namespace livecam::feeds
