// An lcc.live data.json, turned into our own shape so that one set of rules serves both.
#pragma once

#include <string>
#include <vector>

#include "sidecar/config/config.h"
#include "sidecar/config/json.h"

namespace livecam::config {

/// How places in our shape are called in the file that was read, and what our shape cannot say.
class Origin {
  public:
    /// The pointer into the file of a pointer into our shape; one that is already the file's stays.
    std::string pointer(const std::string& ours) const;

    /// Puts back what was written as a camera's kind.
    void restore_kinds(Config& config) const;

    struct Group {
        std::string key;                       // "lcc"
        std::vector<std::string> kinds;        // as written; empty: as converted
        std::size_t status = ~std::size_t{0};  // the index of what was "status"
    };
    std::vector<Group> groups;  // empty: the file has our own shape
};

/// Is it a data.json by its shape: an object without "groups" and with "lcc" or "bcc"?
bool is_lcc_live(const Json& document);

/// Converts in place: groups lcc and bcc with their titles, alt → name, legacy_ids on, every kind
/// but iframe and roadstatus an image, and a group's "status" camera (if it has an address) as a
/// camera that is fetched and kept off the grid. What it does not know it leaves for the schema.
Origin convert_lcc_live(Document& document);

}  // namespace livecam::config
