// AVIF: an ISO base media file whose primary item is an AV1 picture.
//
// Boxes carry their lengths, but nothing says which box is the last. The picture ends with the box
// in which the last byte of the last item lies; what follows is trimmed. An image sequence (brand
// avis) is kept at least up to its moov box.
#include "sidecar/picture/avif_meta.h"
#include "sidecar/picture/formats.h"
#include "sidecar/picture/iso_box.h"
#include "sidecar/picture/verdict.h"

namespace livecam::picture {
namespace {

constexpr auto kType = PictureType::kAvif;
constexpr const char* kCut = "AVIF: cut off before the end of its data";

struct Brands {
    bool still = false;
    bool sequence = false;
};

/// The major and the compatible brands of an ftyp box.
Brands read_brands(Bytes content) noexcept {
    Brands brands;
    ByteReader in(content);
    for (std::size_t i = 0; in.remaining() >= 4; ++i) {
        const std::uint32_t brand = in.be32();
        if (i == 1) {
            continue;  // the minor version stands between the two
        }
        brands.still = brands.still || brand == four_cc("avif");
        brands.sequence = brands.sequence || brand == four_cc("avis");
    }
    return brands;
}

}  // namespace

Inspection inspect_avif(Bytes bytes, const Limits& limits) noexcept {
    ByteReader in(bytes);
    const iso::Box file_type = iso::next_box(in);
    if (!in.ok() || file_type.to_the_end) {
        return invalid(kType, "AVIF: cut off inside its file type");
    }
    const Brands brands = read_brands(file_type.content);
    if (!brands.still && !brands.sequence) {
        return wrong_type("not a picture (a video, or HEIF that is not AVIF)");
    }
    avif::Meta meta;
    bool has_meta = false;
    bool has_movie = !brands.sequence;
    while (in.remaining() > 0) {
        const iso::Box box = iso::next_box(in);
        if (!in.ok()) {
            return invalid(kType, kCut);
        }
        if (box.to_the_end && box.type != four_cc("mdat")) {
            return invalid(kType, "AVIF: a box without a size");
        }
        if (box.type == four_cc("meta")) {
            if (has_meta) {
                return invalid(kType, "AVIF: two meta boxes");
            }
            has_meta = true;
            meta = avif::read_meta(box.content);
            if (meta.fault != nullptr) {
                return invalid(kType, meta.fault);
            }
            if (const char* excess = over_limit(limits, meta.width, meta.height)) {
                return too_big(kType, excess, meta.width, meta.height);
            }
        }
        has_movie = has_movie || box.type == four_cc("moov");
        if (has_meta && has_movie && meta.data_end <= in.position()) {
            const std::size_t length =
                box.to_the_end ? static_cast<std::size_t>(meta.data_end) : in.position();
            return complete(kType, meta.width, meta.height, length);
        }
    }
    return invalid(kType, has_meta ? kCut : "AVIF: no meta box");
}

}  // namespace livecam::picture
