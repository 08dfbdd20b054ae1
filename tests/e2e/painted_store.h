// A store that the test itself writes, so that it decides when which picture is replaced.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "shared/store_writer.h"
#include "tests/e2e/programs.h"

namespace livecam::e2e {

class PaintedStore {
  public:
    /// `keep` as store.keep; `parent` as for StoreDir.
    explicit PaintedStore(int keep, const std::string& parent = "/dev/shm");

    const std::string& path() const { return dir_.path(); }

    /// A new picture of so many bytes at /image/<camera>, and in /stream/<camera>; no two are
    /// equal.
    void publish(const std::string& camera, std::size_t bytes);

    StoreWriter& writer() { return writer_; }

    /// Whether these bytes are a picture that was published, whole.
    bool knows(const std::string& bytes) const;

    /// The number, from 0, of the picture with these bytes; -1 if there is none.
    int number_of(const std::string& bytes) const;

  private:
    StoreDir dir_;
    StoreWriter writer_;
    std::map<std::string, int> pictures_;  // by content
};

/// Bytes of mappings that process `pid` has of frames without a name.
std::uint64_t unnamed_mapped_bytes(pid_t pid, const std::string& store);

}  // namespace livecam::e2e
