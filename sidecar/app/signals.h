// Signals are blocked in all threads and taken by the main one, in order, where nothing is
// forbidden.
#pragma once

namespace livecam::app {

enum class Signal { kStop, kReload };

/// Call before any thread is started: they inherit the mask. SIGPIPE is ignored.
void block_signals();

/// Waits for SIGTERM or SIGINT (kStop), or SIGHUP (kReload).
Signal wait_for_signal();

/// From now on a second SIGTERM or SIGINT ends the process at once, whatever it is waiting for.
void die_at_next_stop();

}  // namespace livecam::app
