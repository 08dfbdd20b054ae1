// A wall with feeds: two cameras, and documents of another server that a test changes and breaks.
#pragma once

#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

struct FeedCase {
    const char* document;  // its name at the simulator
    const char* feed;      // its name in metrics and logs
    const char* odd;       // well-formed, and of other types than were documented
};

/// Synoptic takes the place of NWS, so no wall has both.
enum class Mountain { kSynoptic, kNws };

inline void PrintTo(Mountain mountain, std::ostream* out) {
    *out << (mountain == Mountain::kNws ? "Nws" : "Synoptic");
}

class FeedsWall {
  public:
    /// The key of the feeds that have one; letters alone, so that no escaping hides it.
    static constexpr char kKey[] = "Hu5hRoadKey";

    explicit FeedsWall(Mountain mountain = Mountain::kSynoptic);

    const std::vector<FeedCase>& feeds() const { return feeds_; }

    /// Writes all documents, but those that are odd; each says `generation`.
    void publish(int generation) const;
    /// A fault of the simulator, or "odd"; "none" ends it once the document is published again.
    void break_document(const FeedCase& feed, const std::string& fault);

    /// Whether what a visitor gets says it, each in the feed's own place.
    bool shows(const FeedCase& feed, int generation) const;
    bool shows_all(int generation) const;

    double fetches(const FeedCase& feed, const std::string& result) const;

    /// Waits for another picture of each camera; both have to be live.
    bool pictures_go_on() const;

    std::string body(const std::string& path) const { return get(nginx->url(path)).body; }

    TempDir dir;
    StoreDir store;
    std::unique_ptr<Livecamd> livecamd;
    std::unique_ptr<Nginx> nginx;

  private:
    std::string weather(int generation) const;

    Mountain mountain_;
    std::set<std::string> odd_;
    std::vector<FeedCase> feeds_;
    Simulator cameras_{{"--cameras", "2", "--interval", "500ms", "--size", "160x100"}};
    TempDir files_;
    Simulator documents_{{"--cameras", "1", "--documents", files_.path()}};
};

}  // namespace livecam::e2e
