// One wall and one browser for the tests of a file; both end with it.
import { after, before } from "node:test";
import { launch } from "./browser.mjs";
import { Wall } from "./wall.mjs";

/** @param {object} options of Wall.start  @returns an object that has `wall` and `browser` */
export function suite(options) {
  const own = {};
  before(async () => {
    [own.wall, own.browser] = await Promise.all([Wall.start(options), launch()]);
    await own.wall.pictures();
  }, { timeout: 60_000 });
  after(async () => {
    await own.browser?.close();
    await own.wall?.stop();
  }, { timeout: 30_000 });
  return own;
}
