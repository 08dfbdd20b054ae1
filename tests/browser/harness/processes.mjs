// Programs that a test starts: each with its own directory, each ended with the test, and by the
// kernel if the test dies.
import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.mjs";

const STOP_TIMEOUT_MS = 10_000;

/** What was made last is ended first, all of it, whatever fails on the way. */
export class Cleanup {
  steps = [];
  add(step) {
    this.steps.push(step);
  }
  async run() {
    const errors = [];
    while (this.steps.length) await this.steps.pop()().catch((error) => errors.push(error));
    if (errors.length) throw errors[0];
  }
}

export async function temporary(cleanup, parent = tmpdir()) {
  const path = await mkdtemp(join(parent, "livecam-browser."));
  cleanup.add(() => rm(path, { recursive: true, force: true }));
  return path;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Program {
  constructor(name, command, log) {
    this.name = name;
    this.log = log;
    const output = openSync(log, "a");
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
      stdio: ["ignore", output, output],
    });
    this.ended = new Promise((resolve) => {
      this.child.once("exit", (code, signal) => resolve(signal ?? code));
      this.child.once("error", resolve);
    });
    this.ended.then((how) => (this.how = how));
  }

  get running() {
    return this.how === undefined;
  }

  /** Waits for a condition that the program brings about; says its last words if it ends before. */
  async until(what, condition) {
    await until(`${this.name}: ${what}`, async () => !this.running || (await condition()));
    if (!this.running) throw new Error(`${this.name} ended (${this.how}): ${this.said()}`);
  }

  said() {
    return readFileSync(this.log, "utf8").slice(-2000);
  }

  async stop(signal = "SIGTERM") {
    if (this.running) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await this.ended;
    clearTimeout(timer);
  }
}
