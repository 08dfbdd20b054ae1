// What the pages look like: to people, to assistive technology, and in bytes. The pictures that it
// takes stay in the build directory, under browser/.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { DESKTOP, PHONE, open } from "./harness/browser.mjs";
import { feedServer } from "./harness/feeds.mjs";
import { suite } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";
import { programs } from "./harness/wall.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const screenshots = join(programs.build, "browser");
mkdirSync(screenshots, { recursive: true });

const own = suite({ cameras: 24, scenes: 12, size: "640x400", interval: "30s",
  async change(config, simulator, cleanup) {
    const { site, groups } = config;
    site.url = "https://cams.example.org";
    const [{ cameras }] = groups;
    cameras[1].credit = "Mountain rescue";
    cameras.splice(5, 0, { name: "Summit player", src: "https://video.example.org/embed/1",
      kind: "iframe", load: "click" });
    (await feedServer(cleanup)).turnOn(config);
  } });
const FIRST = "kestrel-ridge";

before(() => until("all chips", async () =>
  (await (await fetch(own.wall.url("/north.json"))).json()).facts.chips.length === 6));

const PAGES = {
  wall: (page) => page.goto(own.wall.url()),
  dense: async (page) => {
    await page.goto(own.wall.url());
    await page.click(".density");
  },
  viewer: async (page) => {
    await page.goto(own.wall.url(`/#${FIRST}`));
    await page.waitForSelector(".viewer[open] .slide:not([inert]) img");
  },
  camera: (page) => page.goto(own.wall.url(`/camera/${FIRST}`)),
};

test("axe finds nothing, in both themes and three widths; nothing is wider than the window", async () => {
  // Of many states, one of each.
  await own.wall.simulator.fault(1, "500");
  await until("one is down", async () => (await own.wall.camera("silver-saddle")).state === "down");
  for (const colorScheme of ["dark", "light"]) {
    for (const width of [360, 820, 1600]) {
      const page = await open(own.browser, null,
        { context: { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" } });
      await page.context().grantPermissions([]);
      for (const [name, go] of Object.entries(PAGES)) {
        await go(page);
        // The policy of the pages lets no script in; the test's comes by the debugger.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        const said = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
        assert.deepEqual(said, [], `${name}, ${colorScheme}, ${width} px`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name}, ${width} px: ${overflow} px too wide`);
      }
      assert.deepEqual(page.complaints, []); // the content policy's among them
      await page.context().close();
    }
  }
  await own.wall.simulator.fault(1, "none");
  await until("all are live", async () => (await own.wall.camera("silver-saddle")).state === "live");
});

test("nothing jumps, and the first picture is there within a second", async () => {
  for (const context of [DESKTOP, PHONE]) {
    const page = await open(own.browser, null, { context });
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      new PerformanceObserver((list) => (window.largest = list.getEntries().at(-1).startTime))
        .observe({ type: "largest-contentful-paint", buffered: true });
    });
    await page.goto(own.wall.url()); // warms nginx and the disk
    await page.goto(own.wall.url());
    await until("a largest paint", () => page.evaluate(() => window.largest > 0));
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(500);
    const { shift, largest } = await page.evaluate(() => ({ shift: window.shift, largest: window.largest }));
    console.log(`# CLS ${shift.toFixed(4)}, LCP ${Math.round(largest)} ms`);
    assert.ok(shift <= 0.01, `CLS ${shift}`);
    assert.ok(largest <= 1000, `LCP ${largest} ms`);
    await page.context().close();
  }
});

test("style and scripts stay small", () => {
  const html = new URL("../../html/", import.meta.url).pathname;
  const size = (names) => names.reduce((sum, name) =>
    sum + brotliCompressSync(readFileSync(join(html, name))).length, 0);
  const all = readdirSync(html);
  const later = ["viewer.mjs", "zoom.mjs", "share.mjs"]; // when somebody opens a camera
  const style = size(all.filter((name) => name.endsWith(".css")));
  const script = size(all.filter((name) => /\.mjs$|^early\.js$/.test(name) && !later.includes(name)));
  const viewer = size(later);
  console.log(`# brotli: style ${style}, script ${script}, viewer ${viewer} bytes`);
  assert.ok(style <= 8 * 1024 && script <= 12 * 1024 && viewer <= 20 * 1024);
});

test("the grid is as dense as the visitor left it, from the first paint", async () => {
  const page = await open(own.browser, own.wall.url());
  const columns = () => page.evaluate(() =>
    getComputedStyle(document.querySelector(".grid")).gridTemplateColumns.split(" ").length);
  const before = await columns();
  await page.focus(".density");
  await page.keyboard.press("Space");
  const dense = await columns();
  assert.ok(dense > before);
  await page.reload();
  assert.equal(await columns(), dense);
  assert.equal(await page.getAttribute(".density", "aria-pressed"), "true");
  await page.context().close();
});

test("from one group to the other the bar stays, unless the visitor wants no motion", async () => {
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    const page = await open(own.browser, null, { context: { ...DESKTOP, reducedMotion } });
    await page.addInitScript(() =>
      addEventListener("pagereveal", ({ viewTransition }) => (window.transition = Boolean(viewTransition))));
    await page.goto(own.wall.url());
    await page.click(".groups a:not([aria-current])");
    await page.waitForURL("**/south");
    await until("it is shown", () => page.evaluate(() => window.transition !== undefined));
    assert.equal(await page.evaluate(() => window.transition), moves);
    assert.equal(await page.textContent(".groups [aria-current]"), "South");
    await page.context().close();
  }
});

test("on paper there are pictures, names and times, and no controls", async () => {
  const page = await open(own.browser, own.wall.url());
  await page.evaluate(() => addEventListener("beforeprint", () => {
    window.onPaper = [...document.querySelectorAll(".grid .state time, .road time, .observed")]
      .map(({ textContent }) => textContent);
  }));
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 50_000);
  writeFileSync(join(screenshots, "wall.pdf"), paper);
  const times = await page.evaluate(() => window.onPaper);
  assert.ok(times.length > 12, String(times.length));
  for (const time of times) assert.match(time, /\b20\d\d\b.*\d:\d\d/); // an age would be wrong tomorrow
  await until("ages again", async () => / ago$/.test(await page.textContent(".road time")));
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.screenshot({ path: join(screenshots, "wall-paper.png"), fullPage: true });
  const cut = await page.evaluate(() => [...document.querySelectorAll(".grid h2")]
    .filter((name) => name.checkVisibility() && name.scrollWidth > name.clientWidth).length);
  assert.equal(cut, 0, "names are whole");
  const seen = (selector) => page.locator(selector).first().isVisible();
  assert.ok(await seen(".grid .tile h2") && await seen(".grid .tile img"));
  for (const selector of [".density", ".groups", ".viewer", ".frame"]) {
    assert.ok(!(await seen(selector)), selector);
  }
  await page.context().close();
});

test("pictures for those who want to look", async () => {
  for (const [device, context] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const colorScheme of ["dark", "light"]) {
      const page = await open(own.browser, null, { context: { ...context, colorScheme } });
      for (const [name, go] of Object.entries(PAGES)) {
        await go(page);
        await page.evaluate(() => Promise.all([...document.images].filter((img) =>
          img.loading !== "lazy" || img.complete).map((img) => img.decode().catch(() => {}))));
        const path = join(screenshots, `${name}-${device}-${colorScheme}.png`);
        const png = await page.screenshot({ path });
        assert.ok(png.length > 20_000, path);
      }
      await page.context().close();
    }
  }
});
