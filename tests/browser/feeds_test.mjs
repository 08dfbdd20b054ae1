// What the feeds know, as visitors see it: every kind of chip, roads, weather; and it follows what
// becomes of them without loading the page again.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { PHONE, open } from "./harness/browser.mjs";
import { feedServer } from "./harness/feeds.mjs";
import { suite } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";

let feeds;
const own = suite({ cameras: 8, scenes: 4, interval: "30s", async change(config, simulator, cleanup) {
  config.site.timezone = "America/Denver";
  feeds = await feedServer(cleanup);
  feeds.turnOn(config);
} });
const FIRST = "kestrel-ridge"; // has the road station, the next one that of the mountain

before(() => until("all chips", async () => {
  const { facts, cameras } = await (await fetch(own.wall.url("/north.json"))).json();
  return facts.chips.length === 6 && facts.events.length === 4 && facts.roads.length === 2 &&
    cameras.slice(0, 3).every(({ weather }) => weather);
}));

/** Of each chip: kind, level and text. */
const chips = (page, selector = ".chips .chip") => page.evaluate((chosen) =>
  [...document.querySelectorAll(chosen)].map(({ classList: [, kind, level], textContent }) =>
    `${kind} ${level}: ${textContent}`), selector);
const text = (page, selector) => page.evaluate((chosen) =>
  document.querySelector(chosen)?.textContent.replace(/\s+/g, " ").trim(), selector);

test("the wall has every kind of chip", async () => {
  const page = await open(own.browser, own.wall.url());
  assert.deepEqual(await chips(page), [
    "avalanche considerable: UAC: Considerable", "parking warn: Alta park: Full", "road plain: Alta road: Open",
    "custom good: Lifts: 7 of 9", "custom plain: New snow: 14.2 in", "custom alert: Night skiing: closed",
    "event warn: Avalanche control above Tanners Flat, r…", "event plain: Lane closure at the mouth",
    "event plain: Guard rail works", "event more: +1"]);
  const link = page.locator("[data-chip=avalanche-chip]");
  assert.equal(await link.getAttribute("href"), "https://utahavalanchecenter.org/forecast/salt-lake");
  assert.match(await link.getAttribute("title"), /^Dangerous avalanche conditions/);
  assert.equal(await page.getAttribute("[data-chip=parking-chip]", "title"), "Lots are full");
  // A shape beside the colour: good, warn and alert differ without it.
  const marks = await page.evaluate(() => ["good", "warn", "alert", "plain"].map((level) =>
    getComputedStyle(document.querySelector(`.chip.${level}`), "::before").content));
  assert.equal(new Set(marks).size, 4, marks.join());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("roads say condition, weather, restriction and age, and only the group's are shown", async () => {
  const page = await open(own.browser, own.wall.url());
  assert.deepEqual(await page.locator(".road h2").allTextContents(),
    ["SR-210 Little Cottonwood Canyon", "SR-210 Alta bypass"]);
  assert.deepEqual(await chips(page, "[data-road='11'] .chip"),
    ["road plain: Snow covered", "weather plain: Heavy snow", "restriction warn: 4x4 or chains required"]);
  assert.deepEqual(await chips(page, "[data-road='12'] .chip"),
    ["road plain: Wet", "weather plain: Light snow", "restriction muted: none"]);
  await until("ages", async () => (await text(page, "[data-road='11'] time")) === "4 min ago");
  await page.goto(own.wall.url("/south"));
  assert.equal(await page.locator(".road").count(), 0);
  assert.deepEqual(await chips(page), ["avalanche considerable: UAC: Considerable"]);
  await page.context().close();
});

test("tiles say the weather of their station; the camera's page all its measures", async () => {
  const page = await open(own.browser, own.wall.url());
  const weather = (slug) => text(page, `#${slug} .weather`);
  assert.match(await weather(FIRST), /^27°F snow 12 mph SW Ice warning /);
  assert.match(await weather("silver-saddle"), /^18°F 22 mph NW /);
  assert.equal(await page.locator(".grid > .tile .weather").count(), 3); // the fourth has no station
  await page.goto(own.wall.url(`/camera/${FIRST}`));
  assert.equal(await text(page, ".readings"), "Air27°FSurface24°FStatusIce warningWind12 mph SWGust31 mph" +
    "PrecipitationsnowHumidity88 %Dew point25°F");
  await until("its age", async () => /^Canyon mouth [23] min ago$/.test(await text(page, ".measured")));
  await page.context().close();
});

test("a long name keeps its room, and the weather takes what is left of whole words", async () => {
  const page = await open(own.browser, null, { context: { viewport: { width: 360, height: 700 } } });
  await page.goto(own.wall.url());
  const seen = (selector) => page.evaluate(([slug, chosen]) => {
    const box = document.querySelector(`#${slug} .weather`).getBoundingClientRect();
    const { top } = document.querySelector(`#${slug} ${chosen}`).getBoundingClientRect();
    return top < box.bottom - 1;
  }, [FIRST, selector]);
  await page.evaluate((slug) =>
    (document.querySelector(`#${slug} h2 a`).textContent = "Alta Collins Snow Stake (12h)"), FIRST);
  assert.ok(await seen(".temperature"));
  assert.ok(!(await seen(".surface")));
  assert.ok(await page.evaluate((slug) => {
    const name = document.querySelector(`#${slug} h2`);
    const range = document.createRange();
    range.selectNodeContents(name); // a hundredth of a pixel too little, and there is an ellipsis
    return range.getBoundingClientRect().width <= name.getBoundingClientRect().width;
  }, FIRST));
  await page.context().close();
});

test("an open wall, its viewer and a camera's page follow the feeds by themselves", async () => {
  const wall = await open(own.browser, own.wall.url());
  const camera = await open(own.browser, own.wall.url(`/camera/${FIRST}`));
  const viewer = await open(own.browser, own.wall.url(`/#${FIRST}`));
  for (const page of [wall, camera, viewer]) {
    await page.evaluate(() => (window.sameDocument = true));
    await until("it listens", () => page.requests.includes("/events"));
  }
  await viewer.waitForSelector(".viewer[open]");
  const { says } = feeds;
  const before = { ...says };
  const change = (path, edit) => {
    const now = before[path]();
    edit(now);
    says[path] = () => now;
  };
  change("/uac", ({ features: [{ properties }] }) => Object.assign(properties, { danger: "high", danger_level: 4 }));
  change("/udot/get/roadconditions", ([road]) => (road.RoadCondition = "Closed"));
  change("/udot/get/event", (events) => events.splice(0, 3));
  change("/udot/get/weatherstations", ([station]) => (station.AirTemperature = "35.6"));
  await until("the chip", async () => (await chips(wall))[0] === "avalanche high: UAC: High");
  await until("the road", async () => (await chips(wall, "[data-road='11'] .chip"))[0] === "road plain: Closed");
  await until("the events", async () => (await chips(wall, ".chip.event")).join() === "event plain: Bus detour");
  await until("the weather", async () => (await text(wall, `#${FIRST} .temperature`)) === "36°F");
  await until("the camera's page", async () => /^Air36°F/.test(await text(camera, ".readings")));
  await until("the viewer", async () => (await text(viewer, ".slide:not([inert]) .temperature")) === "36°F");
  for (const page of [wall, camera, viewer]) {
    assert.ok(await page.evaluate(() => window.sameDocument));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("what becomes new stays where the visitor has scrolled to, and in focus", async () => {
  const page = await open(own.browser, own.wall.url(), { context: PHONE });
  await until("it listens", () => page.requests.includes("/events"));
  const link = "[data-chip=chip-resort-1]";
  await page.focus(link);
  await page.evaluate(() => {
    document.querySelector(".chips").scrollLeft = 90;
    document.querySelector("#silver-saddle .weather").old = true;
  });
  const roads = feeds.says["/udot/get/roadconditions"]();
  roads[0].RoadCondition = "Plowed";
  feeds.says["/udot/get/roadconditions"] = () => roads;
  await until("the road", async () => (await chips(page, "[data-road='11'] .chip"))[0] === "road plain: Plowed");
  assert.ok(await page.evaluate((chosen) => document.activeElement.matches(chosen), link));
  assert.equal(await page.evaluate(() => document.querySelector(".chips").scrollLeft), 90);
  assert.ok(await page.evaluate(() => document.querySelector("#silver-saddle .weather").old), "what did not change stays");
  await page.context().close();
});

test("an open page asks once for facts that changed, and for nothing while they do not", async () => {
  const page = await open(own.browser, own.wall.url());
  await until("it listens", () => page.requests.includes("/events"));
  await page.waitForTimeout(1500);
  page.requests.splice(0);
  await page.waitForTimeout(3000); // each feed is asked three times meanwhile
  assert.deepEqual(page.requests.filter((path) => !path.includes("/image/")), []);
  feeds.says["/lifts"] = () => ({ lifts: { open: 2 }, snow: 3, night: "open" });
  await until("the chips", async () => (await chips(page, ".custom")).join() ===
    "custom warn: Lifts: 2 of 9,custom plain: New snow: 3 in,custom plain: Night skiing: open");
  assert.deepEqual(page.requests.filter((path) => !path.includes("/image/")), ["/"]);
  await page.context().close();
});
