// Cameras to order: see tests/simulator/README.md.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Program, temporary } from "./processes.mjs";

export class Simulator {
  /** @param {string[]} options of livecam-simulator */
  static async start(build, cleanup, options = []) {
    const self = new Simulator();
    const dir = await temporary(cleanup);
    const config = join(dir, "cameras.json");
    const port = join(dir, "port");
    self.program = new Program("livecam-simulator", [join(build, "livecam-simulator"),
      "--config-out", config, "--port-file", port, ...options], join(dir, "log"));
    cleanup.add(() => self.program.stop());
    await self.program.until("its port", () => existsSync(port) && readFileSync(port, "utf8") &&
      existsSync(config) && readFileSync(config, "utf8"));
    self.port = Number(readFileSync(port, "utf8"));
    self.config = JSON.parse(readFileSync(config, "utf8"));
    return self;
  }

  /** "cam/0.jpg", or "fault/frozen/0.jpg". */
  url(path) {
    return `http://127.0.0.1:${this.port}/${path}`;
  }

  async #control(path) {
    const answer = await fetch(this.url(`control/${path}`));
    if (!answer.ok) throw new Error(`simulator: ${path}: ${await answer.text()}`);
  }

  /** `camera` by its number, or "*"; `name` "none" ends a fault. */
  fault(camera, name) {
    return this.#control(`fault?camera=${camera}&fault=${name}`);
  }
  /** Holds a camera at the present picture; or lets it go on. */
  pin(camera) {
    return this.#control(`pin?camera=${camera}`);
  }
  unpin(camera) {
    return this.#control(`unpin?camera=${camera}`);
  }
}
