#include "sidecar/pages/page_template.h"

#include <filesystem>
#include <fstream>

#include "tests/unit/pages/wall_fixture.h"

namespace livecam::pages {
namespace {

namespace fs = std::filesystem;

/// A copy of html/ that a test may damage; gone with the test.
class Html {
  public:
    Html() {
        std::string name = (fs::temp_directory_path() / "livecam-html-XXXXXX").string();
        if (!mkdtemp(name.data())) {
            throw std::runtime_error("mkdtemp " + name);
        }
        path_ = name;
        fs::copy(LIVECAM_HTML_DIR, path_, fs::copy_options::recursive);
    }
    ~Html() { fs::remove_all(path_); }
    Html(const Html&) = delete;
    Html& operator=(const Html&) = delete;

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{path_ / name} << text;
    }
    void remove(const std::string& name) const { fs::remove(path_ / name); }
    std::string path() const { return path_.string(); }
    Expected<Renderer> load() const {
        return Renderer::create(small_config(), TemplateSource::directory(path()));
    }
    /// The message of a load that fails, without the directory.
    std::string error() const {
        const auto renderer = load();
        if (renderer) {
            return "no error";
        }
        std::string message = renderer.error().message;
        const auto at = message.find(path() + "/");
        return at == std::string::npos ? message : message.erase(at, path().size() + 1);
    }

  private:
    fs::path path_;
};

TEST(Template, DirectoryRendersTheSameAsTheBinary) {
    const Html html;
    auto renderer = html.load();
    ASSERT_TRUE(renderer) << renderer.error().message;
    EXPECT_EQ(renderer->following(small_snapshot()),
              make_renderer(small_config()).following(small_snapshot()));
    EXPECT_EQ(renderer->fixed(), make_renderer(small_config()).fixed());
}

TEST(Template, ChangedFileIsUsedInsteadOfTheBinarysOwn) {
    const Html html;
    html.write("partials/state.mustache", "<p>changed</p>\n");
    auto renderer = html.load();
    ASSERT_TRUE(renderer) << renderer.error().message;
    EXPECT_EQ(count(body_at(renderer->following(small_snapshot()), "/lcc").content, "changed"), 1u);
}

TEST(Template, UnknownDirectoryIsAnErrorThatNamesIt) {
    const auto renderer =
        Renderer::create(small_config(), TemplateSource::directory("/nowhere/html"));
    ASSERT_FALSE(renderer);
    EXPECT_EQ(renderer.error().message,
              "html: cannot read /nowhere/html/wall.mustache; --html needs a directory like html/: "
              "No such file or directory");
}

TEST(Template, MissingFileIsAnErrorThatNamesIt) {
    for (const char* name : {"wall.mustache", "camera.mustache", "partials/tile.mustache",
                             "wall.css", "favicon.svg", "robots.txt"}) {
        const Html html;
        html.remove(name);
        EXPECT_EQ(html.error(), std::string{"html: cannot read "} + name +
                                    "; --html needs a directory like html/: "
                                    "No such file or directory");
    }
}

TEST(Template, UnbalancedSectionIsAnErrorWithFileAndLine) {
    const Html html;
    html.write("wall.mustache", "one\ntwo\n{{#tiles}}\n");
    EXPECT_EQ(html.error(), "html: wall.mustache:3: Unclosed section \"tiles\"");
    html.write("wall.mustache", "one\n{{/tiles}}\n");
    EXPECT_EQ(html.error(), "html: wall.mustache:2: Unopened section \"tiles\"");
    html.write("wall.mustache", "one\n\n\n{{tiles\n");
    EXPECT_EQ(html.error(), "html: wall.mustache:4: Unclosed tag");
}

TEST(Template, UnbalancedPartialIsBlamedItself) {
    const Html html;
    html.write("partials/state.mustache", "<p>\n{{#live}}</p>");
    EXPECT_EQ(html.error(), "html: partials/state.mustache:2: Unclosed section \"live\"");
}

TEST(Template, UnknownNameIsAnErrorWithFileAndLine) {
    const Html html;
    html.write("partials/state.mustache", "<p>\n{{#live}}{{chnaged}}{{/live}}</p>");
    EXPECT_EQ(html.error(),
              "html: partials/state.mustache:2: {{chnaged}}: there is no such value; "
              "html/README.md lists them");
}

TEST(Template, UnknownPartialAndAssetAreErrors) {
    const Html html;
    html.write("wall.mustache", "{{> nothing}}");
    EXPECT_EQ(html.error().find("html: cannot read partials/nothing.mustache"), 0u) << html.error();
    html.write("wall.mustache", "{{asset ../secret}}");
    EXPECT_EQ(html.error(), "html: \"../secret\" is not the name of a file below html/");
}

TEST(Template, PartialThatContainsItselfIsAnError) {
    const Html html;
    html.write("partials/state.mustache", "\n{{> state}}");
    EXPECT_EQ(html.error(),
              "html: partials/state.mustache:2: {{> state}} is nested too deep; does it contain "
              "itself?");
}

TEST(Template, AnyFileCanBeAnAsset) {
    const Html html;
    html.write("logo.svg", "<svg/>");
    html.write("wall.mustache", "<img src=\"{{asset logo.svg}}\">");
    auto renderer = html.load();
    ASSERT_TRUE(renderer) << renderer.error().message;
    const std::string path = fingerprinted_path("logo.svg", "<svg/>");
    EXPECT_EQ(body_at(renderer->fixed(), path).content_type, "image/svg+xml");
    EXPECT_EQ(body_at(renderer->following(small_snapshot()), "/lcc").content,
              "<img src=\"" + path + "\">");
}

}  // namespace
}  // namespace livecam::pages
