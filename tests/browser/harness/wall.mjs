// Start here. A whole wall: simulated cameras, livecamd, nginx with the module; and a browser.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Nginx } from "./nginx.mjs";
import { Cleanup, Program, temporary } from "./processes.mjs";
import { Simulator } from "./simulator.mjs";

/** From CMake. Without it: the build of this tree. */
export const programs = {
  build: process.env.LIVECAM_BUILD_DIR ?? new URL("../../../build", import.meta.url).pathname,
  nginx: [
    // Debian's nginx has no sanitizer of its own; at its end it frees by exiting.
    ...(process.env.LIVECAM_NGINX_PRELOAD ? ["env",
      `LD_PRELOAD=${process.env.LIVECAM_NGINX_PRELOAD}`, "ASAN_OPTIONS=detect_leaks=0"] : []),
    process.env.LIVECAM_NGINX ?? "/usr/sbin/nginx",
  ],
};

/** A store that nginx's workers may enter, whoever they are. */
async function storeDirectory(cleanup) {
  const parent = await temporary(cleanup, "/dev/shm");
  chmodSync(parent, 0o711);
  const store = join(parent, "store");
  mkdirSync(store);
  if (process.getuid() === 0) {
    chownSync(store, 0, Number(execFileSync("id", ["-g", "www-data"], { encoding: "utf8" })));
  }
  chmodSync(store, 0o2750);
  return store;
}

export class Wall {
  cleanup = new Cleanup();

  /**
   * @param {object} options
   *   cameras: how many; interval: time between two pictures; size: "640x400";
   *   change(config, simulator, cleanup): edits livecamd's configuration before it starts;
   *   html: a directory instead of the built-in pages ($LIVECAM_HTML); arguments: more for livecamd;
   *   server: lines for nginx's server {}.
   */
  static async start({ cameras = 6, interval = "1s", size = "480x300", scenes = 6, change, html = process.env.LIVECAM_HTML,
    arguments: more = [], server = "" } = {}) {
    const wall = new Wall();
    try {
      wall.simulator = await Simulator.start(programs.build, wall.cleanup, ["--cameras", cameras,
        "--interval", interval, "--size", size, "--scenes", scenes]);
      wall.dir = await temporary(wall.cleanup);
      wall.config = wall.simulator.config;
      wall.config.fetch = { interval: "300ms", timeout: "5s", max_backoff: "1s", per_host: 16 };
      wall.config.health = { min_live: 0 };
      await change?.(wall.config, wall.simulator, wall.cleanup);
      wall.store = await storeDirectory(wall.cleanup);
      wall.command = [join(programs.build, "livecamd"), "--config", join(wall.dir, "cameras.json"),
        "--store", wall.store, ...(html ? ["--html", html] : []), ...more];
      wall.save();
      wall.#run();
      wall.cleanup.add(() => wall.livecamd.stop());
      wall.nginx = await Nginx.start(programs, wall.cleanup, wall.store, server);
      await wall.livecamd.until("ready", async () => (await wall.state()).ready);
    } catch (error) {
      await wall.stop().catch(() => {});
      throw error;
    }
    return wall;
  }

  #run() {
    this.livecamd = new Program("livecamd", this.command, join(this.dir, "livecamd.log"));
  }

  /** livecamd again, after its stop(). */
  async restart() {
    this.#run();
    await this.livecamd.until("ready", async () => (await this.state()).sidecar_alive);
  }

  /** Writes the configuration as it is now. */
  save() {
    writeFileSync(join(this.dir, "cameras.json"), JSON.stringify(this.config));
  }

  async reload() {
    this.save();
    execFileSync(join(programs.build, "livecamctl"), ["--store", this.store, "reload"]);
  }

  url(path = "/") {
    return this.nginx.url(path);
  }

  /** Of the whole wall, as nginx tells it. */
  async state() {
    return (await fetch(this.url("/api/state.json"), { signal: AbortSignal.timeout(2000) })).json();
  }

  async camera(slug) {
    return (await this.state()).cameras.find((camera) => camera.slug === slug);
  }

  /** Until each camera has a picture; on a busy machine painting them takes its time. */
  pictures() {
    return this.livecamd.until("pictures of all cameras", async () =>
      (await this.state()).cameras.every(({ image }) => image), 60_000);
  }

  stop() {
    return this.cleanup.run();
  }
}
