#include "ngx_module/pure/event_text.h"

#include <algorithm>

namespace livecam::http {
namespace {

void put_time(TextBuffer& out, std::int64_t at_ms) noexcept {
    if (at_ms > 0) {
        out.decimal(at_ms);
    } else {
        out << "null";
    }
}

}  // namespace

bool plain_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= kMaxEventNameBytes &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
           });
}

void put_camera(TextBuffer& out, const CameraLine& line) noexcept {
    const bool picture = line.descriptor.has_picture();
    const bool withheld = line.descriptor.withheld();
    out << R"({"camera":")" << line.camera << R"(","image":)";
    if (picture && !withheld) {
        out << "\"" << line.prefix << "/image/" << line.camera << "/";
        out.hex(line.descriptor.frames[0].etag) << R"(","shown":"picture")";
    } else if (!line.stand_in.empty()) {
        out << "\"" << line.prefix << line.stand_in << R"(","shown":"placeholder")";
    } else {
        out << R"(null,"shown":"nothing")";
    }
    out << R"(,"changed_at":)";
    put_time(out, picture ? line.descriptor.frames[0].changed_at : 0);
    out << R"(,"stale_at":)";
    put_time(out, picture ? line.descriptor.stale_at : 0);
    out << R"(,"state":")" << to_string(line.state) << "\"}";
}

void put_frame_event(TextBuffer& out, const CameraLine& line, EventId id) noexcept {
    out << "event: frame\ndata: ";
    put_camera(out, line);
    out << "\nid: " << id << "\n\n";
}

void put_state_event(TextBuffer& out, const CameraLine& line, EventId id) noexcept {
    out << "event: state\ndata: ";
    put_camera(out, line);
    out << "\nid: " << id << "\n\n";
}

void put_page_event(TextBuffer& out, std::string_view prefix, std::string_view path,
                    std::uint64_t etag, EventId id) noexcept {
    out << "event: page\ndata: {\"path\":\"" << prefix << path << R"(","etag":")";
    out.hex(etag) << "\"}\nid: " << id << "\n\n";
}

void put_version_event(TextBuffer& out, std::string_view version, EventId id) noexcept {
    out << "event: version\ndata: {\"version\":\"" << version << "\"}\nid: " << id << "\n\n";
}

}  // namespace livecam::http
