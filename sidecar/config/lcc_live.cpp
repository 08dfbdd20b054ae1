#include "sidecar/config/lcc_live.h"

namespace livecam::config {
namespace {

using Allocator = Document::AllocatorType;

struct Canyon {
    const char* key;
    const char* name;
    const char* title;
};
constexpr Canyon kCanyons[] = {{"lcc", "LCC", "Little Cottonwood Canyon"},
                               {"bcc", "BCC", "Big Cottonwood Canyon"}};

Json literal(const char* text) {
    return Json(rapidjson::StringRef(text));
}

/// Moves a member out of an object; null if it is not there.
Json take(Json& object, const char* key) {
    Json value;
    if (const auto found = object.FindMember(key); found != object.MemberEnd()) {
        value = found->value;
        object.EraseMember(found);
    }
    return value;
}

bool blank(const Json* value) {
    return value == nullptr || value->IsNull() ||
           (value->IsString() && value->GetStringLength() == 0);
}

/// Fields that lcc.live writes empty or null when they are not set.
void drop_unset(Json& camera) {
    for (const char* key : {"weatherStationId", "synopticStid"}) {
        const Json* value = member(camera, key);
        if (value != nullptr && (blank(value) || (value->IsInt64() && value->GetInt64() == 0))) {
            camera.EraseMember(key);
        }
    }
}

/// Returns the kind as written.
std::string convert_camera(Json& camera, Allocator& allocator) {
    if (!camera.IsObject()) {
        return {};
    }
    camera.EraseMember("id");  // lcc.live overwrites both when it loads
    camera.EraseMember("canyon");
    if (member(camera, "alt") != nullptr && member(camera, "name") == nullptr) {
        Json name = take(camera, "alt");
        camera.AddMember("name", name, allocator);
    }
    drop_unset(camera);
    const Json* kind = member(camera, "kind");
    if (kind == nullptr || !kind->IsString()) {
        return {};
    }
    std::string written(text_of(*kind));
    if (written != "iframe" && written != "roadstatus") {
        camera["kind"] = literal("img");
    }
    return written;
}

void add_status(Json& cameras, Json& status, const Canyon& canyon, Origin::Group& group,
                Allocator& allocator) {
    if (!status.IsObject() ? status.IsNull() : blank(member(status, "src"))) {
        return;
    }
    if (status.IsObject()) {
        convert_camera(status, allocator);
        status.EraseMember("kind");
        status.AddMember("kind", literal("roadstatus"), allocator);
        if (blank(member(status, "name"))) {
            status.EraseMember("name");
            const std::string name = std::string(canyon.name) + " status";
            status.AddMember("name", Json(name.c_str(), allocator), allocator);
        }
    }
    group.status = cameras.Size();
    group.kinds.emplace_back();
    cameras.PushBack(status, allocator);
}

Origin::Group convert_group(Json& value, const Canyon& canyon, Allocator& allocator) {
    Origin::Group group;
    group.key = canyon.key;
    if (!value.IsObject()) {
        return group;
    }
    Json status = take(value, "status");
    value.AddMember("id", literal(canyon.key), allocator);
    if (blank(member(value, "name"))) {
        value.EraseMember("name");
        value.AddMember("name", literal(canyon.name), allocator);
    }
    if (member(value, "title") == nullptr) {
        value.AddMember("title", literal(canyon.title), allocator);
    }
    const auto cameras = value.FindMember("cameras");
    if (cameras != value.MemberEnd() && cameras->value.IsArray()) {
        for (Json& camera : cameras->value.GetArray()) {
            group.kinds.push_back(convert_camera(camera, allocator));
        }
        add_status(cameras->value, status, canyon, group, allocator);
    }
    return group;
}

void set_legacy_ids(Document& document) {
    Allocator& allocator = document.GetAllocator();
    if (member(document, "site") == nullptr) {
        document.AddMember("site", Json(rapidjson::kObjectType), allocator);
    }
    Json& site = document["site"];
    if (site.IsObject() && member(site, "legacy_ids") == nullptr) {
        site.AddMember("legacy_ids", Json(true), allocator);
    }
}

}  // namespace

bool is_lcc_live(const Json& document) {
    return document.IsObject() && member(document, "groups") == nullptr &&
           (member(document, "lcc") != nullptr || member(document, "bcc") != nullptr);
}

Origin convert_lcc_live(Document& document) {
    Allocator& allocator = document.GetAllocator();
    Origin origin;
    Json groups(rapidjson::kArrayType);
    for (const Canyon& canyon : kCanyons) {
        if (member(document, canyon.key) == nullptr) {
            continue;
        }
        Json group = take(document, canyon.key);
        origin.groups.push_back(convert_group(group, canyon, allocator));
        groups.PushBack(group, allocator);
    }
    document.AddMember("groups", groups, allocator);
    set_legacy_ids(document);
    return origin;
}

}  // namespace livecam::config
