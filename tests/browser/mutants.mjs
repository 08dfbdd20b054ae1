// node mutants.mjs [name …]: breaks one behaviour of the pages after the other, and runs the test that
// should notice. By hand, after changes to html/ or to these tests: it takes a quarter of an hour.
// Exit code 1 if a test did not notice.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HTML = new URL("../../html", import.meta.url).pathname;

/** Name, file, what stands there, what takes its place, test, part of the test's name. */
const MUTANTS = [
  ["hidden-tab-listens", "wall.mjs", "      this.feed.stop();\n      return;", "      return;", "live", "hidden tab"],
  ["no-decode", "tile.mjs", "img.decode()", "Promise.resolve()", "live", "whole, without a gap"],
  ["clock-alone-never-makes-stale", "tile.mjs", "return this.state === \"live\" &&", "return false &&", "live", "silent connection"],
  ["unchanged-is-fetched-again", "tile.mjs", "if (this.busy || !camera.image || camera.image === this.shown) return;",
    "if (this.busy || !camera.image) return;", "live", "nothing is asked for"],
  ["age-without-its-picture", "tile.mjs", "if (this.shown !== \"\" && this.shown === camera.image) this.#stamp(camera);\n    else if",
    "this.#stamp(camera);\n    if", "live", "cannot be had"],
  ["failed-picture-counts-as-shown", "tile.mjs", "      await load(next);", "      await load(next).catch(() => {});", "live", "cannot be had"],
  ["all-tiles-in-view", "tile.mjs", "    this.visible = visible;", "    this.visible = true;", "live", "out of view"],
  ["viewer-is-not-modal", "viewer.mjs", "dialog.showModal()", "dialog.show()", "viewer", "by keyboard"],
  ["focus-is-lost", "viewer.mjs", "  #closed() {\n", "  #closed() {\n    document.activeElement.blur();\n", "viewer", "by keyboard"],
  ["neighbours-are-late", "viewer.mjs", "\"0px 100% 0px 100%\"", "\"-9px\"", "viewer", "neighbours"],
  ["back-stays-open", "viewer.mjs", "if (this.pushed) history.back();", "if (this.pushed) history.pushState(null, \"\", location.pathname);", "viewer", "back closes"],
  ["no-swipe-down", "viewer.mjs", "SWIPE_DOWN_PX = 80", "SWIPE_DOWN_PX = 8000", "viewer", "by touch"],
  ["no-pinch", "zoom.mjs", "    this.pinching = true;", "    return;", "viewer", "by touch"],
  ["wheel-about-the-corner", "zoom.mjs", "event.clientX, event.clientY);\n  }", "0, 0);\n  }", "viewer", "wheel zooms"],
  ["offline-is-not-said", "wall.mjs", "navigator.onLine ? \"No contact to the server\" : \"You are offline\"", "\"\"", "live", "without a network"],
  ["no-contact-is-live", "wall.mjs", "Tile.contact = navigator.onLine && this.feed.failures < 2;", "Tile.contact = navigator.onLine;", "live", "without livecamd"],
  ["no-long-poll", "feed.mjs", "this.#rung === LONG_POLL && this.from.state", "false", "live", "without events"],
  ["no-way-back", "feed.mjs", "if (this.#rung > this.#lowest) this.#after(\"climb\"", "if (false) this.#after(\"climb\"", "live", "give way"],
  ["save-data-is-ignored", "feed.mjs", "navigator.connection?.saveData === true", "false", "live", "Save-Data"],
  ["broken-event-ends-all", "feed.mjs", "        return; // one broken", "        throw 1; // one broken", "live", "broken JSON"],
  ["foreign-clock-is-believed", "age.mjs", "skewMs = Math.abs(skew) > CERTAIN_MS ? skew : 0", "skewMs = 0", "live", "clock"],
  ["density-is-forgotten", "controls.mjs", "localStorage.setItem(\"grid\", root.dataset.grid);", "", "look", "dense"],
  ["facts-stay", "wall.mjs", "page: (path) => followFacts(path),", "page: () => {},", "feeds", "follow the feeds"],
  ["facts-lose-focus", "facts.mjs", "if (chip) part", "if (false) part", "feeds", "in focus"],
  ["new-list-is-missed", "wall.mjs", "version: (version) => this.follow(version),", "version: () => {},", "live", "another list"],
  ["player-loads-by-itself", "partials/frame.mustache", "{{^on_click}}{{> player}}{{/on_click}}", "{{> player}}", "bad_input", "waits for a click"],
  ["nothing-is-kept-offline", "sw.js", "  await cache.put(request, response);", "", "pages", "installed"],
  ["ages-on-paper", "wall.mjs", "addEventListener(\"beforeprint\"", "addEventListener(\"beforeprinting\"", "look", "on paper"],
];

const chosen = process.argv.slice(2);
let survivors = 0;
for (const [name, file, from, to, test, pattern] of MUTANTS) {
  if (chosen.length && !chosen.includes(name)) continue;
  const html = mkdtempSync(join(tmpdir(), "livecam-mutant."));
  cpSync(HTML, html, { recursive: true });
  const text = readFileSync(join(html, file), "utf8");
  if (text.split(from).length !== 2) throw new Error(`${name}: ${file} has not once: ${from}`);
  writeFileSync(join(html, file), text.replace(from, () => to));
  const { stdout } = spawnSync(process.execPath, [`--test-name-pattern=${pattern}`, `${test}_test.mjs`], {
    cwd: new URL(".", import.meta.url).pathname, encoding: "utf8", env: { ...process.env, LIVECAM_HTML: html } });
  rmSync(html, { recursive: true });
  const ran = /^(not )?ok \d+ (?!.*# SKIP)/m.test(stdout);
  const noticed = /^not ok/m.test(stdout);
  survivors += noticed ? 0 : 1;
  console.log(`${noticed ? "noticed " : ran ? "SURVIVED" : "NOT RUN "} ${name}`);
}
process.exit(survivors ? 1 : 0);
