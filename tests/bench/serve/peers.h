// Everybody who serves the same things, each with its best settings.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/bench/serve/content.h"
#include "tests/bench/serve/server.h"

namespace livecam::bench {

/// Names of servers, as in tables.
inline constexpr char kLivecam[] = "livecam";
inline constexpr char kLivecamFile[] = "livecam_send file";
inline constexpr char kStatic[] = "nginx sendfile";
inline constexpr char kStaticCopy[] = "nginx no sendfile";
inline constexpr char kReturn[] = "nginx return";
inline constexpr char kProxy[] = "proxy_cache";
inline constexpr char kLua[] = "Lua dict";
inline constexpr char kVarnish[] = "Varnish";
inline constexpr char kGo[] = "Go";

struct Missing {
    std::string name;
    std::string why;
};

class Peers {
  public:
    /// Starts our server and nginx's static files on `cores`, and the others on the first of them
    /// if `all`. Everything below `directory`.
    Peers(const Content& content, const std::string& directory, const std::string& cores,
          int workers, bool all);

    /// Null if it is missing.
    Server* find(const std::string& name);
    const std::vector<Missing>& missing() const { return missing_; }
    /// In the order of tables.
    std::vector<const Server*> servers() const;

  private:
    using Start = Server (Peers::*)();
    Server livecam();
    Server livecam_file();
    Server sendfile();
    Server copy();
    Server proxy();
    Server lua();
    Server varnish();
    Server go();
    void add(const char* name, Start start);

    const Content& content_;
    std::string directory_;
    std::string cores_;
    int workers_;
    std::vector<Server> servers_;
    std::vector<Missing> missing_;
};

/// Locations of nginx that say by `return` what ours says, field for field: /return204 for a
/// picture that did not change, and the page in /return200identity, /return200gzip, /return200br.
std::string return_locations(const Server& livecam);

}  // namespace livecam::bench
