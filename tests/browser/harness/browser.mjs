// Debian's Chromium, and pages whose requests and complaints are kept.
import { existsSync } from "node:fs";

function missing(what, remedy) {
  console.error(`tests/browser: ${what} is not there; run: make deps (${remedy})`);
  process.exit(1);
}

export const { default: playwright } = await import("playwright-core").catch(() =>
  missing("playwright-core", "npm ci in tests/browser"));

export const CHROMIUM = process.env.LIVECAM_CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) missing(CHROMIUM, "Debian's package chromium");

export const FLAGS = ["--disable-quic", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-first-run"];

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true,
  isMobile: true };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };

export function launch() {
  return playwright.chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Keeps what the page says on its console (page.complaints) and asks for (page.requests). */
export function watch(page) {
  page.complaints = [];
  page.requests = [];
  page.on("console", (message) => {
    const text = message.text();
    if (text.endsWith("blocked by Playwright")) return; // service workers, see open()
    if (["error", "warning"].includes(message.type())) page.complaints.push(text);
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.includes("/favicon")) page.requests.push(pathname); // the browser's own, late
  });
  return page;
}

/** A page of its own context. Without a url: empty, to be prepared. Service workers only where a
 * test asks for them. */
export async function open(browser, url, { context: options = DESKTOP, workers = "block" } = {}) {
  const context = await browser.newContext({ ...options, serviceWorkers: workers });
  const page = watch(await context.newPage());
  if (url) await page.goto(url);
  return page;
}

/** The requests for pictures since the last call. */
export function takePictures(page) {
  return page.requests.splice(0).filter((path) => path.includes("/image/"));
}
