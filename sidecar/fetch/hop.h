// Where a redirect may lead. A public server must not make us ask a machine of the inner network.
#pragma once

#include <string_view>

namespace livecam::fetch {

/// Not reachable from the internet: loopback, private, shared, link-local, unique-local,
/// unspecified (RFC 6890), also as an IPv4 address mapped into IPv6. What is not an address counts
/// as private, and so does one that names its interface (fe80::1%eth0).
bool is_private_address(std::string_view ip) noexcept;

/// Sees the peer of every request of one transfer, redirects included. Behind a proxy the peer is
/// the proxy, and nothing can be told.
class HopCheck {
  public:
    /// `everywhere`: redirects may lead to private addresses, or the peers are those of a proxy.
    explicit HopCheck(bool everywhere = false) noexcept : everywhere_(everywhere) {}

    /// False: this request must not be sent.
    bool allow(std::string_view peer_ip) noexcept {
        const bool inside = is_private_address(peer_ip);
        const bool allowed = everywhere_ || !inside || !began_outside_;
        began_outside_ = began_outside_ || !inside;
        return allowed;
    }

  private:
    bool everywhere_;
    bool began_outside_ = false;
};

}  // namespace livecam::fetch
