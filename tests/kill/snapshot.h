// A store directory kept in memory, so that each kill point begins from exactly the same files.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace livecam::kill_points {

class Snapshot {
  public:
    /// Regular files and directories below `path`.
    static Snapshot take(const std::string& path);

    /// Makes `path` anew, with these files and no others.
    void restore(const std::string& path) const;

  private:
    struct Item {
        std::string name;  // below the directory; directories before what is in them
        mode_t mode = 0;
        bool directory = false;
        std::string content;
    };
    std::vector<Item> items_;
    mode_t mode_ = 0;
};

}  // namespace livecam::kill_points
