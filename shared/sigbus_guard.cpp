#include "shared/sigbus_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace livecam::sigbus_guard {
namespace {

struct Slot {
    std::atomic<std::uintptr_t> begin{0};  // 0: free; 1: being filled
    std::atomic<std::uintptr_t> end{0};
    std::atomic<bool> writable{false};
    std::atomic<bool> dead{false};
};

// A signal handler can reach nothing but globals.
Slot slots[kSlots];
std::atomic<int> taken{0};              // by add()
std::atomic<int> hint{kReservedSlots};  // where add() begins to look
struct sigaction previous;
std::atomic<bool> installed{false};
std::uintptr_t page_mask;

bool mend(std::uintptr_t address) noexcept {
    for (Slot& slot : slots) {
        const std::uintptr_t begin = slot.begin.load(std::memory_order_acquire);
        if (begin <= 1 || address < begin || address >= slot.end.load(std::memory_order_relaxed)) {
            continue;
        }
        // mmap(2) is not on POSIX's list of async-signal-safe functions, but it is a bare system
        // call in glibc. One page: the others fault, and are mended, on their own.
        void* page = reinterpret_cast<void*>(address & page_mask);
        const std::size_t page_size = ~page_mask + 1;
        const int protection =
            slot.writable.load(std::memory_order_relaxed) ? PROT_READ | PROT_WRITE : PROT_READ;
        if (::mmap(page, page_size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
            MAP_FAILED) {
            return false;
        }
        slot.dead.store(true, std::memory_order_release);
        return true;
    }
    return false;
}

int take(int first, int last, int start, const void* address, std::size_t length,
         bool writable) noexcept {
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    for (int tries = 0; tries < last - first; ++tries) {
        const int i = first + (start - first + tries) % (last - first);
        std::uintptr_t free = 0;
        if (slots[i].begin.compare_exchange_strong(free, 1, std::memory_order_acquire)) {
            slots[i].dead.store(false, std::memory_order_relaxed);
            slots[i].writable.store(writable, std::memory_order_relaxed);
            slots[i].end.store(begin + length, std::memory_order_relaxed);
            slots[i].begin.store(begin, std::memory_order_release);  // pairs with mend's acquire
            return i;
        }
    }
    return -1;
}

void on_sigbus(int signal, siginfo_t* info, void* context) {
    if (info->si_code > 0 && mend(reinterpret_cast<std::uintptr_t>(info->si_addr))) {
        return;
    }
    if ((previous.sa_flags & SA_SIGINFO) != 0) {
        previous.sa_sigaction(signal, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(signal);
    } else {
        // The instruction faults again on return and meets the default action: a core dump that
        // shows the true place.
        ::sigaction(SIGBUS, &previous, nullptr);
    }
}

}  // namespace

bool install() noexcept {
    if (installed.exchange(true)) {
        return true;
    }
    page_mask = ~(static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE)) - 1);
    struct sigaction action {};
    action.sa_sigaction = on_sigbus;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigemptyset(&action.sa_mask);
    if (::sigaction(SIGBUS, &action, &previous) != 0) {
        installed.store(false);
        return false;
    }
    return true;
}

int add(const void* address, std::size_t length) noexcept {
    const int slot =
        take(kReservedSlots, kSlots, hint.load(std::memory_order_relaxed), address, length, false);
    if (slot >= 0) {
        taken.fetch_add(1, std::memory_order_relaxed);
        hint.store(slot + 1, std::memory_order_relaxed);
    }
    return slot;
}

bool has_room() noexcept {
    return taken.load(std::memory_order_relaxed) < kSlots - kReservedSlots;
}

int add_index(const void* address, std::size_t length, bool writable) noexcept {
    return take(0, kReservedSlots, 0, address, length, writable);
}

void remove(int slot) noexcept {
    if (slot >= 0 && slot < kSlots) {
        slots[slot].begin.store(0, std::memory_order_release);
        if (slot >= kReservedSlots) {
            taken.fetch_sub(1, std::memory_order_relaxed);
            hint.store(slot, std::memory_order_relaxed);
        }
    }
}

bool dead(int slot) noexcept {
    return slot >= 0 && slot < kSlots && slots[slot].dead.load(std::memory_order_acquire);
}

}  // namespace livecam::sigbus_guard
