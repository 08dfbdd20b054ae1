// What is looked at after a kill. The readers here had the store open before; the clock they are
// given stands still, so that only RETIRED can lead them to a new index.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/fd.h"
#include "shared/store_reader.h"
#include "shared/store_writer.h"
#include "tests/kill/snapshot.h"

namespace livecam::kill_points {

/// Plain bytes: it travels between processes.
struct Findings {
    std::uint32_t bad = 0;
    std::uint64_t picture = 0;  // version that the reader saw last
    std::uint64_t page = 0;
    std::uint64_t state = 0;  // of names, sizes, links and flags in the store; equal ones are alike
    bool untold = false;      // a change is visible that the ring does not have
    bool orphan = false;      // a frame has a name and no descriptor
    bool replaced = false;    // the name `index` leads to another file than before
    char first[256] = {};     // the first thing that was wrong

    void add(const std::string& wrong);
};

/// What a killed writer left before the one that is killed now.
enum class Litter : std::uint8_t { kNone, kOrphansAndIndexNew };

class Examiner {
  public:
    Examiner();

    /// The store anew; the reader attaches and opens every frame.
    void prepare(Litter litter);

    /// What readers see: old ones, and one that attaches now.
    void look(Findings& findings);

    /// The next start, what it leaves, and one more publish.
    void restart(Findings& findings);

  private:
    struct Held {
        Fd frame;
        std::uint64_t length;
        std::uint64_t camera;
        std::uint64_t version;
    };

    void hold(const char* key, std::uint64_t camera);
    void look_with(StoreReader& reader, const char* who, Findings& findings);
    void look_at_page(StoreReader& reader, const char* who, Findings& findings);
    std::uint64_t state() const;
    void audit(const StoreWriter& writer, const char* when, Findings& findings);

    std::string path_;
    Snapshot clean_;
    std::unique_ptr<StoreReader> reader_;
    std::vector<Held> held_;
    std::uint64_t picture_ = 0;  // newest versions seen
    std::uint64_t page_ = 0;
    std::uint64_t generation_ = 0;  // when the reader attached
    std::uint64_t epoch_ = 0;
};

}  // namespace livecam::kill_points
