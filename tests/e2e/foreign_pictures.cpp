#include "tests/e2e/foreign_pictures.h"

#include <random>
#include <stdexcept>

#include "tests/e2e/process.h"
#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {
namespace {

/// A binary pixmap (netpbm's ppm(5)): gradients, and noise that does not compress away.
std::string pixmap(int seed, int width, int height) {
    std::string text = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    std::minstd_rand random(static_cast<unsigned>(seed));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            text += static_cast<char>(x + static_cast<int>(random() % 48));
            text += static_cast<char>(y + x / 2);
            text += static_cast<char>(x * y / 97);
        }
    }
    return text;
}

void encode(std::vector<std::string> command) {
    const Finished done = run(command);
    if (done.code != 0) {
        throw std::runtime_error(command[0] + " failed: " + done.output);
    }
}

std::string cwebp(const std::vector<std::string>& options) {
    const TempDir dir;
    write_file(dir / "in.ppm", pixmap(3, 640, 400));
    std::vector<std::string> command = {"cwebp", "-quiet", dir / "in.ppm", "-o", dir / "out.webp"};
    command.insert(command.end(), options.begin(), options.end());
    encode(command);
    return read_file(dir / "out.webp");
}

/// exiv2 -it takes the thumbnail of x.jpg from x-thumb.jpg.
std::string with_thumbnail() {
    const TempDir dir;
    write_file(dir / "x.jpg", cjpeg(4));
    write_file(dir / "x-thumb.jpg", cjpeg(5, {}, 160, 100));
    encode({"exiv2", "-it", dir / "x.jpg"});
    return read_file(dir / "x.jpg");
}

std::string sample(const std::string& name) {
    const std::string content =
        read_file(std::string(LIVECAM_SOURCE_DIR) + "/tests/data/pictures/" + name);
    if (content.empty()) {
        throw std::runtime_error("no tests/data/pictures/" + name);
    }
    return content;
}

}  // namespace

std::string cjpeg(int seed, const std::vector<std::string>& options, int width, int height) {
    const TempDir dir;
    write_file(dir / "in.ppm", pixmap(seed, width, height));
    std::vector<std::string> command = {"cjpeg", "-outfile", dir / "out.jpg"};
    command.insert(command.end(), options.begin(), options.end());
    command.push_back(dir / "in.ppm");
    encode(command);
    return read_file(dir / "out.jpg");
}

std::vector<ForeignPicture> foreign_pictures() {
    std::vector<ForeignPicture> all;
    const auto add = [&all](const char* slug, const char* suffix, const char* type,
                            const std::string& content, const std::string& after = "") {
        all.push_back({slug, std::string(slug) + suffix, type, content + after, content});
    };
    const std::string plain = cjpeg(1);
    add("baseline", ".jpg", "image/jpeg", plain);
    add("progressive", ".jpg", "image/jpeg", cjpeg(1, {"-progressive"}));
    add("restart", ".jpg", "image/jpeg", cjpeg(1, {"-restart", "1"}));
    add("thumbnail", ".jpg", "image/jpeg", with_thumbnail());
    // Both kinds of tail are seen in the field; the second begins like another picture.
    add("tail-of-text", ".jpg", "image/jpeg", cjpeg(6), "\r\n--frame boundary\r\n");
    add("tail-of-picture", ".jpg", "image/jpeg", cjpeg(7), plain.substr(0, 5000));
    add("lossy", ".webp", "image/webp", cwebp({}));
    add("lossless", ".webp", "image/webp", cwebp({"-lossless"}));
    add("png", ".png", "image/png", sample("rgb.png"));
    add("png-tail", ".png", "image/png", sample("palette.png"), std::string(512, '\0'));
    add("gif", ".gif", "image/gif", sample("animated.gif"));
    return all;
}

}  // namespace livecam::e2e
