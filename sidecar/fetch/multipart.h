// The first picture out of a motion stream: multipart/x-mixed-replace, RFC 2046 section 5.1 as
// cameras speak it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace livecam::fetch {

/// The boundary of a Content-Type "multipart/x-mixed-replace; boundary=…", quoted or not; empty if
/// it is another type or names none of 1 to 200 characters.
std::string multipart_boundary(std::string_view content_type);

/// Is it such a type at all?
bool is_multipart(std::string_view content_type) noexcept;

/// Takes a body piece by piece, up to the end of the first part that may be a picture: one whose
/// Content-Type is image/… or missing, and that is not empty. With a Content-Length the part ends
/// there, else before the next boundary or with the stream. Lenient where cameras are: line ends
/// without CR, a boundary parameter that has the leading "--" already, any preamble.
class Multipart {
  public:
    enum class State : std::uint8_t { kMore, kFrame, kBroken, kTooBig };

    /// A frame of more than `max_bytes` is too big, and so is as much before it.
    Multipart(std::string boundary, std::uint64_t max_bytes);

    State feed(std::span<const std::byte> bytes);
    /// The stream has ended.
    State finish();

    State state() const noexcept { return state_; }
    /// kFrame only; valid while this lives.
    std::span<const std::byte> frame() const noexcept;
    /// What is wrong; static text. kBroken only.
    const char* fault() const noexcept { return fault_; }

  private:
    enum class Step : std::uint8_t { kBoundary, kHead, kCounted, kUncounted };

    void advance();
    bool take_line(std::string_view& line);
    bool seek_boundary();
    bool read_head();
    bool read_counted();
    bool read_uncounted();
    void begin_body();
    void begin_part();
    void end_part(std::size_t length);
    void drop(std::size_t count);
    bool broken(const char* fault);
    bool too_big();

    std::string_view rest() const noexcept { return std::string_view(text_).substr(at_); }

    const std::string delimiter_;  // "--" and the boundary
    const std::uint64_t max_bytes_;
    std::string text_;
    std::size_t at_ = 0;        // what of text_ is done with
    std::size_t searched_ = 0;  // what of rest() holds no line's end, or no delimiter
    std::uint64_t skipped_ = 0;
    bool long_line_ = false;    // the rest of this line is no delimiter
    std::uint64_t length_ = 0;  // the part's Content-Length
    std::size_t head_bytes_ = 0;
    std::size_t frame_length_ = 0;
    bool counted_ = false;
    bool wanted_ = true;  // the part may be a picture
    Step step_ = Step::kBoundary;
    State state_ = State::kMore;
    const char* fault_ = "";
};

}  // namespace livecam::fetch
