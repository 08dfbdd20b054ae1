// One coherent picture: whatever changes while pages are rendered, each body of a group says what
// was true at one moment, and the page is never behind the document that tells of it.
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "sidecar/publish/publisher.h"
#include "tests/unit/pages/facts_fixture.h"
#include "tests/unit/shared/store_fixture.h"

namespace livecam::pages {
namespace {

FactsPtr generation(int n) {
    return full_facts("g" + std::to_string(n) + "g");
}

/// The generations that a text speaks of.
std::set<int> generations(const std::string& text) {
    std::set<int> found;
    for (auto at = text.find(" g"); at != std::string::npos; at = text.find(" g", at + 1)) {
        const auto end = text.find_first_not_of("0123456789", at + 2);
        if (end != std::string::npos && end > at + 2 && text[end] == 'g') {
            found.insert(std::stoi(text.substr(at + 2, end - at - 2)));
        }
    }
    return found;
}

/// Facts as one thread has them and another changes them, for as long as it lives.
class Changing {
  public:
    explicit Changing(std::function<void(FactsPtr)> tell)
        : thread_([this, tell = std::move(tell)](const std::stop_token& stop) {
              for (int n = 1; !stop.stop_requested(); ++n) {
                  tell(generation(n));
                  latest_ = n;
              }
          }) {}
    int latest() const { return latest_; }

  private:
    std::atomic<int> latest_ = 0;
    std::jthread thread_;
};

class Coherence : public StoreTest {
  protected:
    std::unique_ptr<publish::Publisher> publisher() {
        config_.pages.min_interval = std::chrono::milliseconds(0);
        auto made = publish::Publisher::create(open(), make_renderer(config_), config_);
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        return std::move(*made);
    }

    /// As a worker of nginx reads it; again if it was replaced meanwhile.
    static std::string body(const StoreReader& store, const char* path) {
        for (;;) {
            const auto entry = store.index().find(path);
            Descriptor descriptor;
            if (!entry || !store.index().read(*entry, descriptor) || descriptor.frame_count == 0) {
                return "";
            }
            const FrameRef& frame = descriptor.frames[0];
            const Fd file = open_frame(store.frames(), frame.serial, frame.length);
            std::string text(frame.length, '\0');
            if (file && ::pread(file.get(), text.data(), text.size(), 0) ==
                            static_cast<ssize_t>(text.size())) {
                return text;
            }
        }
    }

    config::Config config_ = small_config();
};

TEST_F(Coherence, NoBodyMixesGenerationsWhileAThreadChangesThem) {
    auto publisher = this->publisher();
    publisher->start([](const std::string&, std::uint64_t) {}, [] { return true; });
    StoreReader store = reader();
    ASSERT_TRUE(store.refresh(1));
    const Changing changing([&](FactsPtr facts) { publisher->set_facts(std::move(facts)); });
    int seen = 0;
    int last = 0;
    while (seen < 25) {
        const std::set<int> document = generations(body(store, "/api/canyon/LCC/udot"));
        for (const char* path :
             {"/lcc", "/", "/lcc.json", "/events", "/camera/superior", "/camera/superior.json"}) {
            const std::set<int> found = generations(body(store, path));
            ASSERT_LE(found.size(), 1u)
                << path << ": " << *found.begin() << " and " << *found.rbegin();
            const bool follows = std::string_view(path).starts_with("/lcc") && !document.empty();
            ASSERT_TRUE(!follows || (!found.empty() && *found.begin() >= *document.begin()))
                << path << " is behind what told of it";
        }
        if (!document.empty() && *document.begin() != last) {
            ASSERT_EQ(document.size(), 1u);
            last = *document.begin();
            ++seen;
        }
    }
    EXPECT_GT(changing.latest(), seen);
}

/// What the reference does: roads, weather and the rest each behind a lock of its own.
TEST_F(Coherence, BaitOfThreeSnapshotsIsSeenToMix) {
    std::mutex mutex;
    FactsPtr present = generation(0);
    const auto load = [&] {
        const std::lock_guard lock(mutex);
        return present;
    };
    const Changing changing([&](FactsPtr facts) {
        const std::lock_guard lock(mutex);
        present = std::move(facts);
    });
    Renderer renderer = make_renderer(config_);
    const auto mixed = [&](FactsPtr facts) {
        Snapshot snapshot = small_snapshot();
        snapshot.facts = std::move(facts);
        for (const Body& body : renderer.following(snapshot)) {
            if (generations(body.content).size() > 1) {
                return true;
            }
        }
        return false;
    };
    EXPECT_FALSE(mixed(load()));
    GroupFacts torn = load()->of("lcc");
    FactsPtr later;
    do {  // until the other thread has been at it
        later = load();
        torn.weather = later->of("lcc").weather;
    } while (later->of("lcc").roads == torn.roads);
    auto facts = std::make_shared<Facts>();
    facts->groups["lcc"] = torn;
    EXPECT_TRUE(mixed(facts));
}

}  // namespace
}  // namespace livecam::pages
