// Pictures made by other people's encoders, each with what a browser must get of it.
#pragma once

#include <string>
#include <vector>

namespace livecam::e2e {

struct ForeignPicture {
    std::string slug;
    std::string file;      // as the camera serves it
    std::string type;      // media type
    std::string content;   // what the camera sends
    std::string expected;  // what arrives: without the bytes after the picture's end
};

/// libjpeg-turbo's cjpeg, libwebp's cwebp and exiv2, run for this, and files of
/// tests/data/pictures.
std::vector<ForeignPicture> foreign_pictures();

/// A picture by cjpeg; another `seed`, another picture.
std::string cjpeg(int seed, const std::vector<std::string>& options = {}, int width = 640,
                  int height = 400);

}  // namespace livecam::e2e
