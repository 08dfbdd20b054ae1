// livecamd --html DIR --dev: what is saved is seen at once, and nothing is cached.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { open } from "./harness/browser.mjs";
import { suite } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";

const html = mkdtempSync(join(tmpdir(), "livecam-html."));
cpSync(new URL("../../html", import.meta.url).pathname, html, { recursive: true });
after(() => rmSync(html, { recursive: true, force: true }));
const own = suite({ cameras: 2, scenes: 2, html, arguments: ["--dev"] });

const edit = (name, from, to) => {
  const path = join(html, name);
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(from), `${name} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
};

test("an open page shows a saved template, style and script by itself", async () => {
  const page = await open(own.browser, own.wall.url());
  edit("wall.mustache", "<main ", "<p class=\"fresh\">Saved</p>\n<main ");
  await page.waitForSelector(".fresh");
  edit("wall.css", "--gap: .375rem;", "--gap: 40px;");
  await until("the style", () => page.evaluate(() => getComputedStyle(document.querySelector(".grid")).rowGap === "40px"));
  edit("age.mjs", "let skewMs", "window.saved = 1;\nlet skewMs");
  await until("the script", () => page.evaluate(() => window.saved === 1));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a camera's page follows its template as well", async () => {
  const page = await open(own.browser, own.wall.url("/camera/kestrel-ridge"));
  edit("camera.mustache", "<h1 ", "<p class=\"fresh\">Saved</p><h1 ");
  await page.waitForSelector(".fresh");
  await page.context().close();
});

test("a mistake leaves the page as it was, and is said in the log with its line", async () => {
  edit("wall.mustache", "{{site_title}}", "{{site_titel}}");
  await until("the log", () => /wall\.mustache:\d+: .*site_titel/.test(own.wall.livecamd.said()));
  assert.equal((await fetch(own.wall.url())).status, 200);
  edit("wall.mustache", "{{site_titel}}", "{{site_title}}");
});

test("nothing is kept by browsers or caches", async () => {
  const page = await (await fetch(own.wall.url())).text();
  for (const path of ["/", "/north.json", "/camera/kestrel-ridge", /\/s\/wall\.\w+\.css/.exec(page)[0]]) {
    assert.match((await fetch(own.wall.url(path))).headers.get("Cache-Control"), /no-store/, path);
  }
});
