// JSON documents as livecamd and livecamctl write them: one line, keys in the order of the calls.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>

namespace livecam {

class JsonWriter {
  public:
    void begin_object() { writer_.StartObject(); }
    void begin_object(std::string_view name) { key(name), writer_.StartObject(); }
    void end_object() { writer_.EndObject(); }
    void begin_array() { writer_.StartArray(); }
    void begin_array(std::string_view name) { key(name), writer_.StartArray(); }
    void end_array() { writer_.EndArray(); }

    /// An element of an array.
    void text(std::string_view value) {
        writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }

    // Members of an object.
    void text(std::string_view name, std::string_view value) { key(name), text(value); }
    void boolean(std::string_view name, bool value) { key(name), writer_.Bool(value); }
    void null(std::string_view name) { key(name), writer_.Null(); }
    void number(std::string_view name, std::integral auto value) {
        key(name);
        if constexpr (std::is_signed_v<decltype(value)>) {
            writer_.Int64(value);
        } else {
            writer_.Uint64(value);
        }
    }
    /// A number that JSON cannot say (NaN, infinity) is null.
    void real(std::string_view name, double value) {
        key(name);
        std::isfinite(value) ? writer_.Double(value) : writer_.Null();
    }
    /// null where there is nothing.
    void text_or_null(std::string_view name, std::string_view value) {
        value.empty() ? null(name) : text(name, value);
    }

    std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

  private:
    void key(std::string_view name) {
        writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace livecam
