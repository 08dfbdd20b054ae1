// node picture.mjs: takes the README's picture, .github/wall.webp: a simulated wall with all feeds on.
// By hand, when the page looks different.
import { writeFileSync } from "node:fs";
import { launch, open } from "./harness/browser.mjs";
import { feedServer } from "./harness/feeds.mjs";
import { until } from "./harness/until.mjs";
import { Wall } from "./harness/wall.mjs";

const wall = await Wall.start({ cameras: 24, scenes: 12, size: "640x400", interval: "30s",
  async change(config, simulator, cleanup) {
    (await feedServer(cleanup)).turnOn(config);
    config.groups[0].cameras.splice(6, 0, { name: "Summit player", kind: "iframe", load: "click",
      src: "https://video.example.org/embed/1" });
  } });
const browser = await launch();
try {
  await wall.pictures();
  await until("all chips", async () => {
    const { facts, cameras } = await (await fetch(wall.url("/north.json"))).json();
    return facts.chips.length === 6 && facts.roads.length === 2 && facts.events.length === 4 &&
      cameras.slice(0, 3).every(({ weather }) => weather);
  });
  await wall.simulator.fault(4, "500"); // a wall is seldom without one
  await until("one is down", async () => (await wall.state()).cameras[4].state === "down");
  const page = await open(browser, null, { context: { viewport: { width: 1280, height: 860 }, colorScheme: "dark" } });
  await page.goto(wall.url());
  await page.evaluate(() => Promise.all([...document.images].map((img) => img.decode().catch(() => {}))));
  await until("ages", async () => / ago$/.test(await page.textContent(".road time")));
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  writeFileSync(new URL("../../.github/wall.webp", import.meta.url), Buffer.from(data, "base64"));
} finally {
  await browser.close();
  await wall.stop();
}
