// What the pages are to those without a script, without a network, and to those who share them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, open } from "./harness/browser.mjs";
import { suite } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";

const own = suite({ cameras: 6, scenes: 6, interval: "1s", change({ site }) {
  site.title = "Wasatch";
  site.url = "https://cams.example.org/";
} });
const SLUG = "kestrel-ridge";

test("without a script the wall is readable, and loads itself again", async () => {
  const page = await open(own.browser, own.wall.url(),
    { context: { ...DESKTOP, javaScriptEnabled: false } });
  assert.equal(await page.locator(".grid .tile img").count(), 3);
  assert.match(await page.textContent(`#${SLUG}`), /Kestrel Ridge/);
  assert.match(await page.textContent(`#${SLUG} time`), /\d\d:\d\d/);
  assert.ok(await page.isHidden(".density"));
  assert.equal(await page.locator("meta[http-equiv=refresh]").getAttribute("content"), "30");
  await page.click(`#${SLUG} h2 a`);
  await page.waitForURL(`**/camera/${SLUG}`, { waitUntil: "commit" });
  const stream = page.locator(`img[src="/stream/${SLUG}"]`);
  await until("the stream is the picture", async () => (await stream.boundingBox())?.height > 100);
  assert.ok(await page.isHidden(`img[src="/image/${SLUG}"]`));
  await page.context().close();
});

test("a camera's page is live, and leads to its neighbours and back", async () => {
  const page = await open(own.browser, own.wall.url("/camera/silver-saddle"));
  const src = () => page.getAttribute(".picture img", "src");
  const first = await src();
  await until("a picture", async () => (await src()) !== first);
  const second = await src();
  await until("another one", async () => (await src()) !== second);
  assert.ok(!page.requests.some((path) => path.startsWith("/stream/")));
  assert.equal(await page.getAttribute("[rel=prev]", "href"), "/camera/kestrel-ridge");
  assert.equal(await page.getAttribute("[rel=next]", "href"), "/camera/granite-spire");
  assert.equal(await page.getAttribute(".back", "href"), "/");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

/** navigator.share as a device would have it; what was shared is window.shared. */
const device = (share, canShareFiles) => ({ share, canShareFiles });
async function sharing(page, { share, canShareFiles }) {
  await page.addInitScript(([kind, files]) => {
    const set = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
    set("canShare", ({ files: some }) => files && some.every((file) => file instanceof File));
    set("share", kind && (async (what) => {
      if (kind === "refuses") throw new DOMException("no", "NotAllowedError");
      if (kind === "cancels") throw new DOMException("no", "AbortError");
      window.shared = { ...what, files: what.files?.map(({ name, type, size }) => ({ name, type, size })) };
    }));
  }, [share, canShareFiles]);
}

test("sharing: the picture, else the link, else the clipboard; and it says what became of it", async () => {
  for (const [how, check] of [
    [device("works", true), async (page) => {
      await until("it is shared", () => page.evaluate(() => window.shared));
      const { files, url, title } = await page.evaluate(() => window.shared);
      assert.deepEqual([files[0].name, files[0].type, title], [`${SLUG}.jpg`, "image/jpeg", "Kestrel Ridge"]);
      assert.ok(files[0].size > 1000 && url.endsWith(`/camera/${SLUG}`), url);
    }],
    [device("works", false), async (page) => {
      await until("it is shared", () => page.evaluate(() => window.shared));
      assert.equal((await page.evaluate(() => window.shared)).files, undefined);
    }],
    [device("cancels", true), async (page) => assert.equal(await page.textContent(".said"), "")],
    [device("refuses", true), async (page) => {
      await until("it says so", async () => /Could not share/.test(await page.textContent(".said")));
    }],
    [device("", false), async (page) => {
      await until("it says so", async () => (await page.textContent(".said")) === "Link copied");
      assert.ok((await page.evaluate(() => navigator.clipboard.readText())).endsWith(`/camera/${SLUG}`));
    }],
  ]) {
    const page = await open(own.browser, null);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await sharing(page, how);
    await page.goto(own.wall.url(`/camera/${SLUG}`));
    await page.click(".share");
    await check(page);
    await page.context().close();
  }
});

test("crawlers and other sites get names, absolute addresses and the live picture", async () => {
  const page = await open(own.browser, own.wall.url());
  const meta = (name) => page.getAttribute(`meta[property="${name}"], meta[name="${name}"]`, "content");
  assert.equal(await page.title(), "North Canyon · Wasatch");
  assert.equal(await meta("og:image"), `https://cams.example.org/image/${SLUG}`);
  assert.equal(await meta("twitter:card"), "summary_large_image");
  assert.ok(await meta("description"));
  assert.equal(await page.getAttribute("link[rel=canonical]", "href"), "https://cams.example.org/");
  await page.goto(own.wall.url(`/camera/${SLUG}`));
  assert.equal(await page.title(), "Kestrel Ridge · North · Wasatch");
  assert.equal(await meta("og:image"), `https://cams.example.org/image/${SLUG}`);
  await page.click("summary");
  const [frame, link] = await page.evaluate(() => [...document.querySelectorAll("textarea")].map((t) => t.value));
  assert.match(frame, new RegExp(`^<iframe src="https://cams.example.org/embed/${SLUG}" title="Kestrel Ridge"`));
  assert.match(link, new RegExp(`<img src="https://cams.example.org/image/${SLUG}"`));
  const map = await (await fetch(own.wall.url("/sitemap.xml"))).text();
  assert.ok(map.includes(`https://cams.example.org/camera/${SLUG}`));
  await page.context().close();
});

test("it can be installed, and without a network it shows the last wall with ages", async () => {
  const page = await open(own.browser, own.wall.url(), { workers: "allow" });
  const manifest = await page.evaluate(async () =>
    (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  assert.equal(manifest.name, "Wasatch");
  assert.ok(manifest.icons.some(({ sizes }) => sizes === "512x512"));
  await until("all that is needed is kept", () => page.evaluate(async () => {
    const keys = await (await caches.open("livecam-1")).keys();
    const has = (pattern) => keys.some(({ url }) => pattern.test(new URL(url).pathname));
    return has(/^\/$/) && has(/north\.json$/) && has(/tile\.\w+\.mjs$/) && has(/\.css$/) &&
      has(/image\/kestrel-ridge\//);
  }));
  await own.wall.nginx.stop();
  try {
    await page.reload();
    await page.waitForSelector("main.no-contact");
    await until("a picture with its age", () => page.evaluate((slug) => {
      const tile = document.getElementById(slug);
      return tile.querySelector("img")?.naturalWidth > 0 && / old/.test(tile.querySelector("time").textContent);
    }, SLUG));
    assert.match(await page.textContent(".note"), /No contact/);
  } finally {
    await own.wall.nginx.start();
  }
  await until("it is back", async () => (await page.textContent(".note")) === "", 40_000);
  await page.context().close();
});
