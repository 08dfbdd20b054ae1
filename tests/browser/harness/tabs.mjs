// A browser whose tabs can be hidden: playwright's own pages always believe to be looked at.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM, FLAGS, playwright, watch } from "./browser.mjs";
import { Program, temporary } from "./processes.mjs";

export async function tabs(cleanup) {
  const dir = await temporary(cleanup);
  const program = new Program("chromium", [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
    "--remote-debugging-port=0", `--user-data-dir=${dir}`, ...FLAGS, "about:blank"], join(dir, "log"));
  cleanup.add(() => program.stop());
  const port = join(dir, "DevToolsActivePort");
  await program.until("its port", () => existsSync(port) && readFileSync(port, "utf8").includes("\n"));
  const browser = await playwright.chromium.connectOverCDP(
    `http://127.0.0.1:${readFileSync(port, "utf8").split("\n")[0]}`, { noDefaults: true });
  const [context] = browser.contexts();
  return {
    async open(url) {
      const page = watch(await context.newPage());
      await page.goto(url);
      const other = await context.newPage();
      const turn = async (front, hidden) => {
        await front.bringToFront();
        await page.waitForFunction((wanted) => document.hidden === wanted, hidden, { polling: 50 });
      };
      page.hide = () => turn(other, true);
      page.show = () => turn(page, false);
      await page.show();
      return page;
    },
    async close() {
      await browser.close();
      await program.stop();
    },
  };
}
