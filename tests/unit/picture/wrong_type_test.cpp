#include <gtest/gtest.h>

#include "tests/unit/picture/samples.h"

namespace livecam::test {
namespace {

picture::Inspection wrong(const char* detail) {
    return {Reason::kWrongType, detail, PictureType::kNone, 0, 0, 0};
}

TEST(WrongType, NamesAnEmptyBody) {
    EXPECT_EQ(picture::inspect({}), wrong("empty body"));
    EXPECT_EQ(inspect(""), wrong("empty body"));
    EXPECT_EQ(inspect(" \r\n"), wrong("only white space"));
}

TEST(WrongType, NamesHtml) {
    for (const char* page :
         {"<!DOCTYPE html><html></html>", "<html>", "\xEF\xBB\xBF<!doctype HTML>", "\r\n\t <HTML>",
          "<!-- made by hand --><body>", "<h1>404</h1>", "<?xml version=\"1.0\"?><html>",
          "<html><svg></svg></html>"}) {
        EXPECT_EQ(inspect(page), wrong("HTML")) << page;
    }
}

TEST(WrongType, NamesSvg) {
    for (const char* drawing :
         {"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "\xEF\xBB\xBF \n<SVG>",
          "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"x\"><svg>", "<!-- icon --><svg>",
          "<svg><foreignObject><html></html></foreignObject></svg>"}) {
        EXPECT_EQ(inspect(drawing), wrong("SVG")) << drawing;
    }
}

TEST(WrongType, NamesTextAndTheRest) {
    EXPECT_EQ(inspect("<?xml version=\"1.0\"?><error/>"), wrong("XML"));
    EXPECT_EQ(inspect("camera offline\n"), wrong("text"));
    EXPECT_EQ(inspect("{\"error\": \"caf\xC3\xA9\"}"), wrong("text"));
    EXPECT_EQ(inspect(Body(100, '\0')), wrong("not a picture"));
    EXPECT_EQ(inspect("BM" + Body(60, '\x01')), wrong("not a picture"));
    EXPECT_EQ(inspect("RIFF" + le32(4) + "WAVE"), wrong("not a picture"));
}

TEST(WrongType, APictureBehindOtherBytesIsNotOne) {
    EXPECT_EQ(inspect("\n" + encode_jpeg()).reason, Reason::kWrongType);
    EXPECT_EQ(inspect(Body(1, '\0') + make_png()).reason, Reason::kWrongType);
}

TEST(WrongType, APieceOfASignatureIsACutPicture) {
    EXPECT_EQ(inspect("\xFF"), invalid(PictureType::kJpeg, "JPEG: cut off inside its signature"));
    EXPECT_EQ(inspect("\x89PN"), invalid(PictureType::kPng, "PNG: cut off inside its signature"));
    EXPECT_EQ(inspect("GIF8"), invalid(PictureType::kGif, "GIF: cut off inside its signature"));
    EXPECT_EQ(inspect("RIFF" + le32(9)),
              invalid(PictureType::kWebp, "WebP: cut off inside its signature"));
}

}  // namespace
}  // namespace livecam::test
