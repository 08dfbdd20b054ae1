// Names, pictures and groups as no designer imagines them: the page stays whole.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, launch, open } from "./harness/browser.mjs";
import { pictureServer } from "./harness/png.mjs";
import { Cleanup } from "./harness/processes.mjs";
import { until } from "./harness/until.mjs";
import { Wall } from "./harness/wall.mjs";

const NAMES = {
  markup: '<img src=x onerror="window.broken=1"><script>window.broken=1</script>',
  template: "{{name}} {{{name}}} </template></dialog>",
  quotes: `"double" 'single' \`back\` &amp; &lt;`,
  rtl: "כפר הסקי ‮ evil",
  emoji: "🏔️❄️ Gipfel 👨‍👩‍👧‍👦",
  "one-word": "W".repeat(300), // the longest that the configuration takes
};
const SIZES = ["1x1", "8000x200", "200x3000", "640x400"];

const cleanup = new Cleanup();
let wall;
let browser;
let pictures;

before(async () => {
  browser = await launch();
  pictures = await pictureServer(cleanup);
  wall = await Wall.start({ cameras: 1, scenes: 1, change(config) {
    const camera = (slug, name, size) => ({ slug, name, src: pictures.url(`${size}.png`) });
    config.site.title = NAMES.quotes;
    config.groups = [
      { id: "odd", name: "Odd", title: NAMES.markup, cameras: [
        ...Object.entries(NAMES).map(([slug, name], i) => camera(slug, name, SIZES[i % SIZES.length])),
        { slug: "player", name: NAMES.markup, src: pictures.url("player?a=1&b=\"2\""), kind: "iframe",
          load: "click" },
        { slug: "lazy", name: "Lazy", src: pictures.url("lazy"), kind: "iframe" }] },
      { id: "none", name: "None", title: "None", cameras: [] },
      { id: "one", name: "One", title: "One", cameras: [camera("single", "Single", "640x400")] },
      { id: "many", name: "Many", title: "Many", cameras: Array.from({ length: 500 }, (_, i) =>
        camera(`many-${i}`, `Camera ${i}`, "16x10")) },
    ];
  } });
  await wall.pictures();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await wall?.stop();
  await cleanup.run();
}, { timeout: 30_000 });

const whole = async (page) => {
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.deepEqual(page.complaints, []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
};

test("names are text, whatever they are, on the wall, in the viewer and on the camera's page", async () => {
  for (const context of [undefined, PHONE]) {
    const page = await open(browser, wall.url("/odd"), { context });
    for (const [slug, name] of Object.entries(NAMES)) {
      assert.equal((await page.textContent(`[id="${slug}"] h2`)).trim(), name);
    }
    await whole(page);
    for (const [slug, name] of Object.entries(NAMES)) {
      await page.goto(wall.url(`/odd#${slug}`));
      await until(`the viewer at ${slug}`, () => page.evaluate((text) =>
        document.querySelector(".viewer[open]")?.getAttribute("aria-label") === text, name));
      await page.reload();
    }
    await whole(page);
    for (const [slug, name] of Object.entries(NAMES)) {
      await page.goto(wall.url(`/camera/${slug}`));
      assert.equal((await page.textContent("h1")).trim(), name);
      await whole(page);
    }
    await page.context().close();
  }
});

test("pictures of any shape fill their tile and nothing else", async () => {
  const page = await open(browser, wall.url("/odd"));
  const boxes = await page.evaluate(() => [...document.querySelectorAll(".grid .picture")].map((box) => {
    const { width, height } = box.getBoundingClientRect();
    return `${Math.round(width)}x${Math.round(height)}`;
  }));
  assert.equal(new Set(boxes).size, 1, boxes.join(" "));
  await page.goto(wall.url("/odd#template"));
  await until("it is all in view", () => page.evaluate(() => {
    const img = document.querySelector(".viewer[open] .slide:not([inert]) img");
    const box = img?.parentElement;
    return img?.naturalWidth === 8000 && box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight;
  }));
  await whole(page);
  await page.context().close();
});

test("groups of none, one and five hundred cameras", async () => {
  const page = await open(browser, wall.url("/none"));
  assert.match(await page.textContent("main"), /no cameras here yet/);
  await whole(page);
  await page.goto(wall.url("/one"));
  await page.click("#single h2 a");
  await until("a viewer with nowhere to go", async () =>
    (await page.isDisabled(".to-previous")) && (await page.isDisabled(".to-next")));
  await page.goto(wall.url("/many"));
  assert.equal(await page.locator(".grid > .tile").count(), 500);
  assert.ok(page.requests.filter((path) => path.includes("/image/")).length < 100, "the others are lazy");
  await page.goto(wall.url("/many#many-250"));
  await page.waitForSelector(".viewer[open] .slide[data-camera=many-250] img");
  await page.keyboard.press("End");
  await until("the last", () => page.evaluate(() => location.hash === "#many-499"));
  await whole(page);
  await page.context().close();
});

test("a player waits for a click where it should, and asks its host for nothing before", async () => {
  const page = await open(browser, wall.url("/odd"));
  await page.locator("#lazy").scrollIntoViewIfNeeded();
  await until("the lazy one", () => pictures.asked.includes("/lazy"));
  assert.ok(!pictures.asked.some((path) => path.startsWith("/player")));
  await page.click("#player .player");
  await until("the other one", () => pictures.asked.some((path) => path.startsWith("/player")));
  await page.waitForSelector("#player iframe");
  await whole(page);
  await page.context().close();
});
