#include "tests/simulator/jpeg.h"

#include <turbojpeg.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace livecam::sim {
namespace {

struct Close {
    void operator()(void* handle) const { tjDestroy(handle); }
};

}  // namespace

std::vector<std::byte> encode_jpeg(const Raster& raster, int quality) {
    thread_local const std::unique_ptr<void, Close> encoder{tjInitCompress()};
    std::vector<std::byte> out(tjBufSize(raster.width, raster.height, TJSAMP_420));
    auto* data = reinterpret_cast<unsigned char*>(out.data());
    unsigned long size = out.size();
    if (tjCompress2(encoder.get(), reinterpret_cast<const unsigned char*>(raster.pixels.data()),
                    raster.width, raster.width * 4, raster.height, TJPF_BGRX, &data, &size,
                    TJSAMP_420, quality, TJFLAG_NOREALLOC) != 0) {
        throw std::runtime_error(std::string("jpeg: ") + tjGetErrorStr2(encoder.get()));
    }
    out.resize(size);
    out.shrink_to_fit();
    return out;
}

}  // namespace livecam::sim
