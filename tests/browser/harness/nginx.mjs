// nginx with the module, on a free port, with an error log that has to stay clean.
import { readFileSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { Program, freePort, temporary } from "./processes.mjs";

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
const SERIOUS = /\[(alert|emerg|crit)\]|Sanitizer|runtime error:|exited on signal/;

function text({ build, dir, store, port, server }) {
  return `
load_module ${build}/ngx_http_livecam_module.so;
daemon off;
worker_processes 2;
${process.getuid() === 0 ? "user www-data;" : ""}
pid ${dir}/nginx.pid;
error_log ${dir}/error.log notice;
events { worker_connections 512; }
http {
    access_log off;
    default_type application/octet-stream;
    ${TEMPORARY.map((name) => `${name}_temp_path ${dir}/${name};`).join(" ")}
    livecam_store ${store};
    server {
        listen 127.0.0.1:${port};
        livecam on;
        ${server}
    }
}
`;
}

export class Nginx {
  /** @param {string} server lines for server {} */
  static async start({ build, nginx }, cleanup, store, server = "") {
    const self = new Nginx();
    self.command = nginx;
    self.dir = await temporary(cleanup);
    await chmod(self.dir, 0o711); // workers reach their temporary files in it
    self.port = await freePort();
    self.settings = { build, dir: self.dir, store, port: self.port };
    self.#write(server);
    cleanup.add(async () => self.#verifyLog());
    self.#run();
    cleanup.add(() => self.program.stop("SIGQUIT"));
    await self.#answers();
    return self;
  }

  url(path) {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  #write(server) {
    writeFileSync(join(this.dir, "nginx.conf"), text({ ...this.settings, server }));
  }

  #run() {
    this.program = new Program("nginx", [...this.command, "-c", join(this.dir, "nginx.conf"),
      "-e", join(this.dir, "error.log")], join(this.dir, "output"));
  }

  #answers() {
    return this.program.until("an answer", () => fetch(this.url("/healthcheck")));
  }

  /** The server goes away at once, connections and all. */
  async stop() {
    await this.program.stop("SIGTERM");
  }

  /** Again, on the same port, perhaps with other lines for server {}. */
  async start(server = "") {
    this.#write(server);
    this.#run();
    await this.#answers();
  }

  #verifyLog() {
    const lines = readFileSync(join(this.dir, "error.log"), "utf8").split("\n");
    const bad = lines.filter((line) => SERIOUS.test(line));
    if (bad.length) throw new Error(`nginx's error.log:\n${bad.join("\n")}`);
  }
}
