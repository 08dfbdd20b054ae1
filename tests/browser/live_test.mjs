// The wall while it is looked at, and while it is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, open, takePictures } from "./harness/browser.mjs";
import { suite } from "./harness/suite.mjs";
import { tabs } from "./harness/tabs.mjs";
import { until } from "./harness/until.mjs";

const CAMERAS = 24;
const own = suite({ cameras: CAMERAS, interval: "1s" });
const SLUG = "kestrel-ridge"; // the simulator's camera 0

/** The address of the picture that is on the screen. */
const shown = (page, slug = SLUG) =>
  page.evaluate((id) => {
    const img = document.getElementById(id).querySelector("img");
    return img?.complete && img.naturalWidth ? new URL(img.currentSrc).pathname : "";
  }, slug);
const state = (page, slug = SLUG) => page.evaluate((id) => document.getElementById(id).className, slug);
const note = (page) => page.textContent(".note");

test("a new picture appears by itself, within its time", async () => {
  const page = await open(own.browser, own.wall.url());
  await page.evaluate(() => (window.sameDocument = true));
  const first = await shown(page);
  await until("another picture", async () => (await shown(page)) !== first);
  // From the store to the screen: each is replaced after a second, so it is at most one behind.
  await until("the newest picture", async () =>
    (await shown(page)) === (await own.wall.camera(SLUG)).image);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("nothing is asked for that did not change", async () => {
  const { simulator } = own.wall;
  const all = [...Array(CAMERAS).keys()];
  for (const camera of all) await simulator.pin(camera);
  try {
    const page = await open(own.browser, own.wall.url());
    await until("all that changes has changed", async () => {
      const { cameras } = await own.wall.state();
      const seen = await shown(page);
      return cameras.find(({ slug }) => slug === SLUG).image === seen;
    });
    await page.waitForTimeout(1500); // those whose picture was on its way when they were held
    takePictures(page);
    await page.waitForTimeout(3000);
    assert.deepEqual(page.requests, []);
    // Nor when it is all told anew.
    await page.evaluate(() => {
      window.swaps = 0;
      const observer = new MutationObserver(() => (window.swaps += 1));
      for (const box of document.querySelectorAll(".grid .picture")) observer.observe(box, { childList: true });
      dispatchEvent(new Event("online"));
    });
    await until("events", () => page.requests.includes("/events"));
    await page.waitForTimeout(1000);
    assert.deepEqual(page.requests.splice(0), ["/events"]);
    assert.equal(await page.evaluate(() => window.swaps), 0);
    await simulator.unpin(0);
    await until("one picture", () => page.requests.length > 0);
    assert.ok(takePictures(page).every((path) => path.startsWith(`/image/${SLUG}/`)));
    await page.context().close();
  } finally {
    for (const camera of all) await simulator.unpin(camera);
  }
});

test("tiles out of view ask for nothing, and are current when they come into view", async () => {
  const page = await open(own.browser, own.wall.url(), { context: PHONE });
  const last = await page.evaluate(() => document.querySelector(".grid > :last-child").id);
  takePictures(page);
  const { image } = await own.wall.camera(last);
  await until("a new picture of the last", async () => (await own.wall.camera(last)).image !== image);
  await until("some pictures", () => page.requests.length > 4);
  await page.waitForTimeout(500);
  assert.deepEqual(takePictures(page).filter((path) => path.includes(`/${last}/`)), []);
  await page.evaluate((id) => document.getElementById(id).scrollIntoView(), last);
  await until("the newest picture", async () =>
    (await shown(page, last)) === (await own.wall.camera(last)).image);
  await page.context().close();
});

test("a hidden tab is silent, and catches up in one request when it is shown", async () => {
  const browser = await tabs(own.wall.cleanup);
  const page = await browser.open(own.wall.url());
  const before = await shown(page);
  await page.hide();
  let count = -1;
  await until("the end of what was under way", () => count === (count = page.requests.length));
  page.requests.splice(0);
  await until("pictures that nobody looks at", async () =>
    (await own.wall.camera(SLUG)).image !== before);
  await page.waitForTimeout(1500);
  assert.deepEqual(page.requests, []);
  await page.show();
  await until("the newest picture", async () =>
    (await shown(page)) === (await own.wall.camera(SLUG)).image);
  assert.deepEqual(page.requests.filter((path) => !path.includes("/image/")), ["/events"]);
  await browser.close();
});

test("without events it asks with a wait, and without that again and again; and it comes back", async () => {
  const page = await open(own.browser, null);
  let refused = /\/events/;
  await page.route("**/*", (route) => (refused.test(route.request().url())
    ? route.fulfill({ status: 503 }) : route.fallback()));
  await page.clock.install();
  await page.goto(own.wall.url());
  await until("a question that names what is known", () =>
    page.requests.includes("/api/state.json"));
  refused = /\/events|state\.json/;
  await until("the group's document", async () => {
    await page.clock.runFor(1000);
    return page.requests.includes("/north.json");
  });
  const first = await shown(page);
  await until("another picture", async () => {
    await page.clock.runFor(1000);
    return (await shown(page)) !== first;
  });
  refused = /^$/;
  page.requests.splice(0);
  await until("events again", async () => {
    await page.clock.runFor(5000);
    return page.requests.includes("/events");
  });
  await page.context().close();
});

test("questions that are answered give way to events again after a minute", async () => {
  const page = await open(own.browser, null);
  let refused = true;
  await page.route("**/events?*", (route) => (refused ? route.fulfill({ status: 503 }) : route.fallback()));
  let generation = 0;
  await page.route("**/api/state.json**", (route) => route.fulfill({ json: // at once, and always news
    { epoch: "e", generation: String(generation += 1), now: Date.now(), cameras: [] } }));
  await page.clock.install();
  await page.goto(own.wall.url());
  await until("a question", () => page.requests.includes("/api/state.json"));
  refused = false;
  page.requests.splice(0);
  let passed = 0;
  await until("events again", async () => {
    await page.clock.runFor(500);
    passed += 500;
    return page.requests.includes("/events");
  });
  assert.ok(passed >= 55_000 && passed <= 65_000, `after ${passed} ms`);
  assert.ok(generation > 30, `${generation} answers`);
  await page.context().close();
});

test("with Save-Data there is no stream, and questions are rare", async () => {
  const page = await open(own.browser, null);
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await page.goto(own.wall.url());
  await until("a question", () => page.requests.includes("/north.json"));
  page.requests.splice(0);
  await page.waitForTimeout(4000);
  assert.deepEqual(page.requests.filter((path) => !path.includes("/image/")), []);
  await page.context().close();
});

test("without a network it says so, and recovers", async () => {
  const page = await open(own.browser, own.wall.url());
  await page.context().setOffline(true);
  await until("it says so", async () => (await note(page)) === "You are offline");
  assert.match(await page.textContent(`#${SLUG} .state`), /old/);
  const last = await shown(page);
  await page.context().setOffline(false);
  await until("it says nothing", async () => (await note(page)) === "");
  await until("another picture", async () => (await shown(page)) !== last);
  await page.context().close();
});

test("an event with broken JSON is passed over", async () => {
  const page = await open(own.browser, null);
  await page.route("**/events?*", (route) => route.fulfill({
    contentType: "text/event-stream",
    body: 'retry: 100\n\nevent: reset\ndata: {"cameras":\n\nevent: frame\ndata: <b>\n\nevent: frame\n' +
      'data: {"camera":"nobody","image":"/image/nobody/0000000000000000"}\n\nevent: reset\ndata: {}\n\n',
  }));
  await page.goto(own.wall.url());
  const first = await shown(page);
  await until("pictures all the same", async () => (await shown(page)) !== first);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a camera that is down looks different, also without colour", async () => {
  const page = await open(own.browser, own.wall.url());
  await own.wall.simulator.fault(0, "500");
  await until("it is down", async () => /\bdown\b/.test(await state(page)));
  assert.match(await page.textContent(`#${SLUG} .state`), /no contact\s+\d+ s old/);
  const shape = (slug) => page.evaluate((id) =>
    getComputedStyle(document.getElementById(id).querySelector(".mark")).clipPath, slug);
  assert.notEqual(await shape(SLUG), await shape("silver-saddle"));
  await own.wall.simulator.fault(0, "none");
  await until("it is live", async () => /\blive\b/.test(await state(page)));
  await page.context().close();
});

test("without livecamd tiles turn stale and say so; without nginx there is no contact", async () => {
  const page = await open(own.browser, own.wall.url());
  await own.wall.livecamd.stop("SIGKILL");
  await until("it is stale", async () => /\bstale\b/.test(await state(page)), 40_000);
  assert.match(await page.textContent(`#${SLUG} .state`), /old/);
  await own.wall.nginx.stop();
  await until("it says so", async () => (await note(page)) === "No contact to the server");
  await own.wall.nginx.start();
  await own.wall.restart();
  await until("it is live again", async () => /\blive\b/.test(await state(page)), 40_000);
  assert.equal(await note(page), "");
  await page.context().close();
});

test("a picture is swapped for the next one whole, without a gap", async () => {
  const page = await open(own.browser, own.wall.url());
  await page.evaluate((slug) => {
    const box = document.getElementById(slug).querySelector(".picture");
    window.swaps = [];
    new MutationObserver(() => {
      const all = [...box.querySelectorAll("img")];
      window.swaps.push(all.length === 1 && all[0].complete && all[0].naturalWidth > 0);
    }).observe(box, { childList: true });
  }, SLUG);
  // Pictures that take a while: one that is put in too early would be seen to be empty.
  await page.route("**/image/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await route.continue().catch(() => {});
  });
  await until("three pictures", () => page.evaluate(() => window.swaps.length >= 3));
  assert.ok(await page.evaluate(() => window.swaps.every(Boolean)));
  await page.context().close();
});

test("a picture that cannot be had leaves the old one and its age, and is tried again", async () => {
  const page = await open(own.browser, own.wall.url());
  const told = () => page.evaluate((slug) => {
    const tile = document.getElementById(slug);
    return [tile.querySelector("img").currentSrc, tile.querySelector(".state time").dateTime].join();
  }, SLUG);
  await until("a picture", async () => (await shown(page)) !== "");
  let refuse = true;
  await page.route("**/image/**", (route) => (refuse ? route.fulfill({ status: 503 }) : route.fallback()));
  await page.waitForTimeout(1200); // what was under way
  const before = await told();
  const newer = (await own.wall.camera(SLUG)).image;
  await until("two more pictures", async () => {
    const { image } = await own.wall.camera(SLUG);
    return image !== newer && !before.includes(image);
  });
  await until("it was tried", () => page.requests.some((path) => path.startsWith(`/image/${SLUG}/`)));
  assert.equal(await told(), before);
  assert.ok(await page.evaluate((slug) => document.getElementById(slug).querySelector("img").naturalWidth > 0, SLUG));
  refuse = false;
  await until("the newest picture", async () => (await shown(page)) === (await own.wall.camera(SLUG)).image);
  await page.context().close();
});

test("on a silent connection the clock alone turns tiles stale", async () => {
  const page = await open(own.browser, null);
  const { cameras, ...rest } = await own.wall.state();
  await page.route("**/events?*", (route) => route.fulfill({ contentType: "text/event-stream",
    body: `retry: 100000\n\nevent: reset\ndata: ${JSON.stringify({ ...rest,
      cameras: cameras.map((camera) => ({ ...camera, camera: camera.slug })) })}\n\n` }));
  await page.route(/\.json/, () => {}); // no answer to anything else
  await page.clock.install();
  await page.goto(own.wall.url());
  assert.match(await state(page), /\blive\b/);
  await page.clock.runFor(120_000);
  await until("it is stale", async () => /\bstale\b/.test(await state(page)));
  await page.context().close();
});

test("a clock of the visitor's that is wrong makes no picture old", async () => {
  const page = await open(own.browser, null);
  await page.clock.install({ time: Date.now() + 3 * 3600_000 });
  await page.route("**/events?*", (route) => route.fulfill({ status: 503 }));
  await page.goto(own.wall.url());
  await until("the server's clock", () => page.requests.includes("/api/state.json"));
  await page.clock.runFor(11_000);
  await until("it is live", async () => /\blive\b/.test(await state(page)));
  assert.equal(await page.textContent(`#${SLUG} .state time`), "");
  await page.context().close();
});

test("another list of cameras is shown by itself", async () => {
  const page = await open(own.browser, own.wall.url());
  const { cameras } = own.wall.config.groups[0];
  const [gone] = cameras.splice(-1);
  await own.wall.reload();
  const count = () => page.locator(".grid > .tile").count();
  await until("one camera less", async () => (await count()) === cameras.length);
  cameras.push(gone);
  await own.wall.reload();
  await until("it is back", async () => (await count()) === cameras.length);
  await page.context().close();
});
