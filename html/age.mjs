// How long ago something was, by the server's clock.

const SECOND_MS = 1000;
const CERTAIN_MS = 2000; // the Date header has whole seconds, and an answer takes a moment

let skewMs = 0; // the server's clock minus ours

/** Milliseconds since the epoch, as the server would say. */
export function now() {
  return Date.now() + skewMs;
}

/** @param {number} serverMs what the server's clock showed a moment ago */
export function learnClock(serverMs) {
  const skew = serverMs - Date.now();
  if (Number.isFinite(skew)) skewMs = Math.abs(skew) > CERTAIN_MS ? skew : 0;
}

/** "45 s", "12 min", "3 h", "2 d". */
export function spell(seconds) {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

/** Seconds since a moment that Date can read; NaN without one. */
export function secondsSince(time) {
  return (now() - new Date(time || NaN)) / SECOND_MS;
}

/** Sets a text only if it differs, so that nobody is told of nothing. */
export function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
