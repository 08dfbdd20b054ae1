// Whatever is published, put, removed, enlarged, killed and adopted: the frames that have a name
// are never more than max_bytes, the books say what is there, and every path has a complete
// picture.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "shared/hash.h"
#include "shared/store_budget.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam {
namespace {

constexpr std::uint64_t kBudget = 48 * 4096 + 2000;  // not whole pages, which frames cost
constexpr int kPaths = 12;

class BudgetProperty : public StoreTest, public testing::WithParamInterface<unsigned> {
  protected:
    BudgetProperty() {
        options.max_bytes = kBudget;
        options.entries = 4;  // so that the index is replaced on the way
        options.key_bytes = 64;
    }

    std::size_t number(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    }

    std::string content() {
        // Mostly small; now and then one that hardly fits.
        const std::size_t size = number(10) == 0 ? number(kBudget + 4096) : number(3 * 4096);
        return std::string(size, static_cast<char>('a' + number(26)));
    }

    void step(StoreWriter& writer) {
        const std::string path = "/path/" + std::to_string(number(kPaths));
        const auto entry = writer.find(path);
        const Kind kind = entry ? writer.descriptor(*entry).kind : Kind::kNone;
        switch (number(8)) {
            case 0:
                if (entry) {
                    writer.remove(*entry);
                }
                break;
            case 1:
                if (kind == Kind::kFrames) {
                    Descriptor next = writer.descriptor(*entry);
                    next.checked_at += 1;
                    writer.publish_check(*entry, next);
                }
                break;
            case 2:
            case 3:
                put(writer, path);
                break;
            default:
                (void)put_picture(writer, path, content());
                break;
        }
    }

    void put(StoreWriter& writer, const std::string& path) {
        const auto entry = writer.ensure(path);
        std::vector<Variant> variants;
        for (std::size_t i = 0; i <= number(3); ++i) {
            variants.push_back(
                {static_cast<Encoding>(i),
                 FrameDraft::create(writer.frames_directory(), bytes_of(content()))});
        }
        Descriptor next;
        next.kind = Kind::kBody;
        (void)writer.publish_body(*entry, variants, 1000, next,
                                  "X-A: " + std::to_string(number(3)) + "\n");
    }

    std::uint64_t named_bytes() const {
        std::uint64_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(options.path + "/frames")) {
            bytes += frame_cost(file.file_size());
        }
        return bytes;
    }

    void expect_books(const StoreWriter& writer) const {
        ASSERT_LE(named_bytes(), kBudget);
        ASSERT_EQ(writer.summary().live_bytes, named_bytes());
        ASSERT_EQ(writer.summary().live_frames, named_frames());
    }

    void expect_complete_frames() const {
        StoreReader r = reader();
        ASSERT_TRUE(r.refresh(1));
        for (std::uint32_t entry = 0; entry < r.index().entry_count(); ++entry) {
            Descriptor descriptor;
            if (!r.index().read(entry, descriptor)) {
                continue;
            }
            for (std::size_t i = 0; i < descriptor.frame_count; ++i) {
                const std::string bytes = read(r, r.index().key(entry), i);
                ASSERT_EQ(content_hash(bytes_of(bytes)), descriptor.frames[i].etag);
            }
        }
    }

    /// A writer that is killed at an instant it does not choose.
    void killed_writer() {
        const unsigned seed = static_cast<unsigned>(number(1'000'000));
        const auto microseconds = static_cast<useconds_t>(number(3000));
        int ready[2];
        ASSERT_EQ(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            random.seed(seed);
            auto writer = StoreWriter::open(options);
            (void)!::write(ready[1], "", 1);
            while (writer) {
                step(*writer);
            }
            ::_exit(1);
        }
        char byte;
        ASSERT_EQ(::read(ready[0], &byte, 1), 1);
        ::close(ready[0]);
        ::close(ready[1]);
        ::usleep(microseconds);
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << status;
        ASSERT_LE(named_bytes(), kBudget);
        expect_complete_frames();
    }

    std::mt19937 random{GetParam()};
};

TEST_P(BudgetProperty, NamedFramesNeverExceedTheBudget) {
    std::uint64_t dropped = 0;
    for (int life = 0; life < 12; ++life) {
        options.keep = static_cast<int>(number(4));
        {
            StoreWriter writer = open();
            ASSERT_NO_FATAL_FAILURE(expect_books(writer)) << "adopted, life " << life;
            for (int i = 0; i < 60; ++i) {
                step(writer);
                ASSERT_NO_FATAL_FAILURE(expect_books(writer)) << "life " << life << " step " << i;
            }
            dropped += writer.summary().dropped;
        }
        ASSERT_NO_FATAL_FAILURE(expect_complete_frames());
        ASSERT_NO_FATAL_FAILURE(killed_writer()) << "life " << life;
    }
    EXPECT_GT(dropped, 0u);  // or the budget was never met
}

INSTANTIATE_TEST_SUITE_P(Seeds, BudgetProperty, testing::Range(1u, 9u));

}  // namespace
}  // namespace livecam
