// One camera as large as the window: by keyboard, mouse, touch and address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, open } from "./harness/browser.mjs";
import { suite } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";

const own = suite({ cameras: 12, interval: "2s" });
const ORDER = ["kestrel-ridge", "silver-saddle", "granite-spire", "raven-notch", "larch-basin",
  "cloud-gate"];

const current = (page) => page.evaluate(() =>
  document.querySelector(".viewer[open]") && document.querySelector(".slide:not([inert])")?.dataset.camera);
const at = (page, slug) => until(`the viewer at ${slug}`, async () => (await current(page)) === slug &&
  page.evaluate((id) => location.hash === `#${id}`, slug));
const closed = (page) => until("it is closed", async () => (await current(page)) === null);
const zoom = (page) => page.evaluate(() => {
  const box = document.querySelector(".slide:not([inert]) .picture");
  return { scale: Number(box.style.getPropertyValue("--zoom") || 1), left: box.scrollLeft, top: box.scrollTop };
});
const middle = async (page) => {
  const { x, y, width, height } = await page.locator(".slide:not([inert]) .picture").boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
};
const openAt = async (page, slug) => {
  await page.click(`#${slug} h2 a`);
  await at(page, slug);
};

test("by keyboard, and focus returns where it was", async () => {
  const page = await open(own.browser, own.wall.url());
  await page.focus(`#${ORDER[1]} h2 a`);
  await page.keyboard.press("Enter");
  await at(page, ORDER[1]);
  await page.keyboard.press("ArrowRight");
  await at(page, ORDER[2]);
  await page.keyboard.press("ArrowLeft");
  await at(page, ORDER[1]);
  await page.keyboard.press("End");
  await at(page, ORDER.at(-1));
  await page.keyboard.press("ArrowRight");
  await at(page, ORDER.at(-1));
  await page.keyboard.press("Home");
  await at(page, ORDER[0]);
  await page.keyboard.press("+");
  assert.ok((await zoom(page)).scale > 1);
  await page.keyboard.press("0");
  assert.equal((await zoom(page)).scale, 1);
  await page.keyboard.press("Tab"); // focus stays inside
  assert.ok(await page.evaluate(() => document.activeElement.closest(".viewer") !== null));
  await page.keyboard.press("Escape");
  await closed(page);
  await until("focus is back", () => page.evaluate((id) =>
    document.activeElement.closest(".tile")?.id === id, ORDER[1]));
  await until("the address is the wall's", () => page.evaluate(() => location.hash === ""));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("it is live, and its neighbours are there before they are asked for", async () => {
  const page = await open(own.browser, own.wall.url());
  await openAt(page, ORDER[2]);
  const pictures = () => page.evaluate(() => [...document.querySelectorAll(".slide")].map((slide) =>
    slide.querySelector("img")?.naturalWidth ? new URL(slide.querySelector("img").src).pathname : ""));
  await until("neighbours", async () => {
    const all = await pictures();
    return all[1] && all[2] && all[3];
  });
  const before = (await pictures())[2];
  await until("another picture", async () => (await pictures())[2] !== before);
  const neighbour = (await pictures())[3]; // it will be current when the visitor comes
  await until("another one of a neighbour", async () => (await pictures())[3] !== neighbour);
  await page.context().close();
});

test("an address opens it, back closes it, forward opens it again", async () => {
  const page = await open(own.browser, own.wall.url(`/#${ORDER[3]}`));
  await at(page, ORDER[3]);
  await page.keyboard.press("Escape");
  await closed(page);
  await until("the address is the wall's", () => page.evaluate(() => location.hash === ""));
  await openAt(page, ORDER[0]);
  await page.keyboard.press("ArrowRight");
  await at(page, ORDER[1]);
  await page.goBack();
  await closed(page);
  await until("the address is the wall's", () => page.evaluate(() => location.hash === ""));
  await page.goForward();
  await at(page, ORDER[1]);
  // Closing leaves nothing behind that going back would open again.
  const length = await page.evaluate(() => history.length);
  await page.keyboard.press("Escape");
  await closed(page);
  await until("the address is the wall's", () => page.evaluate(() => location.hash === ""));
  await openAt(page, ORDER[0]);
  assert.equal(await page.evaluate(() => history.length), length);
  await page.context().close();
});

test("a click with a modifier goes to the camera's page, in a tab of its own", async () => {
  const page = await open(own.browser, own.wall.url());
  const [tab] = await Promise.all([page.context().waitForEvent("page"),
    page.click(`#${ORDER[0]} h2 a`, { modifiers: ["ControlOrMeta"] })]);
  await tab.waitForURL(`**/camera/${ORDER[0]}`);
  assert.equal(await current(page), null);
  await page.context().close();
});

test("the wheel zooms about the pointer, a drag pans, a double click fits", async () => {
  const page = await open(own.browser, own.wall.url());
  await openAt(page, ORDER[1]);
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await until("it is larger", async () => (await zoom(page)).scale > 1.5);
  const before = await zoom(page);
  assert.ok(before.left > 0);
  await page.mouse.down();
  await page.mouse.move(x - 100, y - 50, { steps: 4 });
  await page.mouse.up();
  const after = await zoom(page);
  assert.ok(after.left > before.left && after.top > before.top, JSON.stringify([before, after]));
  assert.equal(await current(page), ORDER[1]);
  await page.mouse.dblclick(x, y);
  await until("it fits", async () => (await zoom(page)).scale === 1);
  await page.context().close();
});

/** Fingers, as the device reports them. */
async function fingers(page) {
  const devtools = await page.context().newCDPSession(page);
  const send = (type, points) => devtools.send("Input.dispatchTouchEvent", { type,
    touchPoints: points.map(([x, y], id) => ({ x: Math.round(x), y: Math.round(y), id })) });
  return {
    async stroke(from, to, steps = 8) {
      await send("touchStart", from);
      for (let i = 1; i <= steps; ++i) {
        await send("touchMove", from.map(([x, y], f) =>
          [x + ((to[f][0] - x) * i) / steps, y + ((to[f][1] - y) * i) / steps]));
      }
      await send("touchEnd", []);
    },
    async tap(x, y) {
      await send("touchStart", [[x, y]]);
      await send("touchEnd", []);
    },
  };
}

test("by touch: swipe, pinch, pan, double tap, and down to close", async () => {
  const page = await open(own.browser, own.wall.url(), { context: PHONE });
  await page.tap(`#${ORDER[1]} h2 a`);
  await at(page, ORDER[1]);
  const { x, y } = await middle(page);
  const hand = await fingers(page);
  await hand.stroke([[x + 150, y]], [[x - 150, y]]);
  await at(page, ORDER[2]);
  await hand.stroke([[x - 150, y]], [[x + 150, y]]);
  await at(page, ORDER[1]);

  await hand.stroke([[x - 30, y], [x + 30, y]], [[x - 90, y], [x + 90, y]]);
  const pinched = await zoom(page);
  assert.ok(pinched.scale > 2.5 && pinched.scale < 3.5, String(pinched.scale));
  assert.equal(await current(page), ORDER[1]);
  // The browser itself scrolls; on a busy machine it drops a stroke that comes right after a pinch.
  await until("it is panned", async () => {
    await hand.stroke([[x, y]], [[x - 60, y]]);
    return (await zoom(page)).left > pinched.left + 20;
  });
  assert.equal(await current(page), ORDER[1]);
  await hand.stroke([[x - 90, y], [x + 90, y]], [[x - 20, y], [x + 20, y]]);
  await until("it fits", async () => (await zoom(page)).scale === 1);

  await hand.tap(x, y);
  await hand.tap(x, y);
  await until("it is larger", async () => (await zoom(page)).scale === 2.5);
  await page.waitForTimeout(400); // two taps more are another pair
  await hand.tap(x, y);
  await hand.tap(x, y);
  await until("it fits again", async () => (await zoom(page)).scale === 1);

  await hand.stroke([[x, y]], [[x + 5, y + 200]]);
  await closed(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("each gesture has a button", async () => {
  const page = await open(own.browser, own.wall.url(), { context: PHONE });
  await page.tap(`#${ORDER[0]} h2 a`);
  await at(page, ORDER[0]);
  assert.ok(await page.isDisabled(".to-previous"));
  await page.tap(".to-next");
  await at(page, ORDER[1]);
  await page.tap(".to-previous");
  await at(page, ORDER[0]);
  await page.tap(".viewer .close");
  await closed(page);
  await page.context().close();
});
