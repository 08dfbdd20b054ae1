// A file that shrinks under a mapping answers a read with SIGBUS. The guard turns that into "this
// mapping is dead": for an address inside a guarded mapping it maps zeroes over the fault and goes
// on; every other SIGBUS goes where it went before.
//
// Thread-safe. The table is process-wide because a signal handler is.
#pragma once

#include <cstddef>

namespace livecam::sigbus_guard {

/// Takes over SIGBUS, once; further calls do nothing. False if sigaction(2) failed.
bool install() noexcept;

/// Guards [address, address + length); a slot number, or -1 if all slots are taken (the mapping
/// then is not guarded, and must not be read in user space). kReservedSlots are left for indexes.
int add(const void* address, std::size_t length) noexcept;

/// False while add() would find no slot.
bool has_room() noexcept;

/// The same for an index, which must find a slot whatever number of frames is mapped.
/// `writable`: whether the page that mends a fault may be written, too.
int add_index(const void* address, std::size_t length, bool writable = false) noexcept;

/// Call before munmap(2).
void remove(int slot) noexcept;

/// True once a read of the mapping met a hole: its content is not to be trusted any more.
bool dead(int slot) noexcept;

inline constexpr int kSlots = 2048;
inline constexpr int kReservedSlots = 32;

}  // namespace livecam::sigbus_guard
