// Conditions instead of sleeps.
export const PATIENCE_MS = 20_000; // for what takes a second on an idle machine
const STEP_MS = 25;

/** Resolves with the first true value of `condition`; rejects after `patience`, naming `what`. */
export async function until(what, condition, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= end) {
      throw new Error(`not within ${patience / 1000} s: ${what}${last ? ` (${last.message})` : ""}`);
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
