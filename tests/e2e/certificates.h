// Certificates by openssl(1), made when a test needs them: a shipped one would expire.
#pragma once

#include <string>

#include "tests/e2e/temp_dir.h"

namespace livecam::e2e {

/// Each is NAME.pem and NAME.key in a directory of the test's own.
class Certificates {
  public:
    /// Makes an authority.
    Certificates();

    /// For "IP:127.0.0.1" or "DNS:name"; signed by the authority.
    void make(const std::string& name, const std::string& subject);
    void make_expired(const std::string& name, const std::string& subject);
    void make_self_signed(const std::string& name, const std::string& subject);

    std::string authority() const { return dir_ / "authority.pem"; }
    std::string certificate(const std::string& name) const { return dir_ / (name + ".pem"); }
    std::string key(const std::string& name) const { return dir_ / (name + ".key"); }
    /// "sha256//…" of its public key.
    std::string pin(const std::string& name) const;

  private:
    void sign(const std::string& name, const std::string& subject, const std::string& end);

    TempDir dir_;
};

}  // namespace livecam::e2e
