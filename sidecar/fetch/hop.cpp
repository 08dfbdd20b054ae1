#include "sidecar/fetch/hop.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace livecam::fetch {
namespace {

bool is_private_v4(std::uint32_t ip) noexcept {
    struct Block {
        std::uint32_t network;
        int bits;
    };
    constexpr std::array<Block, 7> blocks = {{{0x00000000, 8},     // "this network"
                                              {0x0A000000, 8},     // 10/8
                                              {0x64400000, 10},    // 100.64/10, shared
                                              {0x7F000000, 8},     // loopback
                                              {0xA9FE0000, 16},    // 169.254/16, link-local
                                              {0xAC100000, 12},    // 172.16/12
                                              {0xC0A80000, 16}}};  // 192.168/16
    for (const Block& block : blocks) {
        if ((ip ^ block.network) >> (32 - block.bits) == 0) {
            return true;
        }
    }
    return false;
}

bool is_private_v6(const in6_addr& ip) noexcept {
    if (IN6_IS_ADDR_V4MAPPED(&ip)) {
        std::uint32_t v4 = 0;
        std::memcpy(&v4, ip.s6_addr + 12, sizeof v4);
        return is_private_v4(ntohl(v4));
    }
    const bool unique_local = (ip.s6_addr[0] & 0xfe) == 0xfc;
    return IN6_IS_ADDR_LOOPBACK(&ip) || IN6_IS_ADDR_UNSPECIFIED(&ip) ||
           IN6_IS_ADDR_LINKLOCAL(&ip) || unique_local;
}

}  // namespace

bool is_private_address(std::string_view ip) noexcept {
    char text[INET6_ADDRSTRLEN] = {};
    if (ip.size() >= sizeof text) {
        return true;
    }
    std::memcpy(text, ip.data(), ip.size());
    in_addr v4{};
    if (inet_pton(AF_INET, text, &v4) == 1) {
        return is_private_v4(ntohl(v4.s_addr));
    }
    in6_addr v6{};
    return inet_pton(AF_INET6, text, &v6) != 1 || is_private_v6(v6);
}

}  // namespace livecam::fetch
