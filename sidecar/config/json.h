// RapidJSON as this folder uses it: in a namespace of its own, because a failed assertion throws
// here (valijson needs that) and other parts of livecamd may want RapidJSON as it comes. Private:
// include it from this folder's .cpp files and private headers only.
#pragma once

#include <stdexcept>
#include <string_view>

#define VALIJSON_USE_EXCEPTIONS 1
#define RAPIDJSON_ASSERT(x) ((x) ? static_cast<void>(0) : throw std::logic_error("RapidJSON: " #x))
#define RAPIDJSON_ASSERT_THROWS 1
#define RAPIDJSON_NAMESPACE livecam_config_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace livecam_config_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
namespace livecam_config_rapidjson {}
namespace rapidjson = livecam_config_rapidjson;  // the name valijson looks for

#include <rapidjson/document.h>

namespace livecam::config {

using Json = rapidjson::Value;
using Document = rapidjson::Document;

inline std::string_view text_of(const Json& string) {
    return {string.GetString(), string.GetStringLength()};
}

/// The member of that name; nullptr if there is none or `object` is no object.
inline const Json* member(const Json& object, std::string_view name) {
    if (!object.IsObject()) {
        return nullptr;
    }
    const auto found = object.FindMember(
        Json(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))));
    return found == object.MemberEnd() ? nullptr : &found->value;
}

}  // namespace livecam::config
