// A wall with feeds: two cameras, and documents of another server that a test changes and breaks.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "tests/e2e/http.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

struct FeedCase {
    const char* document;  // its name at the simulator
    const char* feed;      // its name in metrics and logs
};

inline constexpr std::array<FeedCase, 5> kFeedCases = {{{"roadconditions", "udot_roads"},
                                                        {"event", "udot_events"},
                                                        {"weatherstations", "udot_stations"},
                                                        {"uac", "uac"},
                                                        {"lifts", "json_lifts"}}};

class FeedsWall {
  public:
    /// The key of UDOT's feeds; letters alone, so that no escaping hides it.
    static constexpr char kKey[] = "Hu5hRoadKey";

    FeedsWall();

    /// Writes all documents; each says `generation`.
    void publish(int generation) const;
    void break_document(const FeedCase& feed, const std::string& fault) const {
        documents_.fault(feed.document, fault);
    }

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
    Simulator cameras_{{"--cameras", "2", "--interval", "500ms", "--size", "160x100"}};
    TempDir files_;
    Simulator documents_{{"--cameras", "1", "--documents", files_.path()}};
};

}  // namespace livecam::e2e
