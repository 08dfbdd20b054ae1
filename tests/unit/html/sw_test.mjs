// The service worker against a cache and a network of our own: node sw_test.mjs <html/sw.js>
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const source = readFileSync(process.argv[2], "utf8");
const ORIGIN = "https://walls.example";

class FakeCache {
  entries = new Map();
  puts = 0;
  async put({ url }, response) {
    ++this.puts;
    this.entries.delete(url);
    this.entries.set(url, response);
  }
  async match({ url }) {
    return this.entries.get(url)?.clone();
  }
  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
  async delete({ url }) {
    return this.entries.delete(url);
  }
}

/** A worker of a wall below `prefix`; `network(path)` answers, or throws while there is none. */
function worker(network, prefix = "/snow/", clock = Date.now) {
  const cache = new FakeCache();
  const listeners = {};
  const deleted = [];
  const self = {
    registration: { scope: ORIGIN + prefix },
    location: { origin: ORIGIN },
    skipWaiting() {},
    clients: { async claim() {} },
    addEventListener: (name, listener) => (listeners[name] = listener),
  };
  const caches = {
    open: async () => cache,
    keys: async () => ["livecam-0", "livecam-1", "somebody-else"],
    delete: async (name) => deleted.push(name),
  };
  const fetch = async ({ url }) => network(new URL(url).pathname);
  class Clock extends Date {
    static now = clock;
  }
  vm.runInNewContext(source, { self, caches, fetch, URL, Request, Response, Date: Clock });

  /** What the page gets; undefined if the worker leaves the request to the browser. */
  async function ask(path, { mode = "cors", method = "GET", origin = ORIGIN } = {}) {
    let answer;
    const pending = [];
    listeners.fetch({
      request: { url: origin + path, mode, method },
      respondWith: (promise) => (answer = promise),
      waitUntil: (promise) => pending.push(promise),
    });
    try {
      return await answer;
    } finally {
      await Promise.all(pending);
    }
  }
  async function activate() {
    let done;
    listeners.activate({ waitUntil: (promise) => (done = promise) });
    await done;
    return deleted;
  }
  return { ask, cache, activate };
}

const SEEN = "Sat, 31 Jan 2026 21:03:05 GMT";
const good = (text) => new Response(text, { headers: { "X-Version": "1", "Last-Modified": SEEN } });
const group = (...images) => JSON.stringify({ cameras: images.map((image) => ({ image })) });
const offline = () => {
  throw new TypeError("no network");
};

test("offline, the last page and JSON are there, and the JSON is marked", async () => {
  let network = (path) => good(path.endsWith(".json") ? group() : `new ${path}`);
  const { ask } = worker((path) => network(path));
  const online = await ask("/snow/lcc.json");
  assert.equal(await online.text(), group());
  assert.equal(online.headers.has("X-Livecam-Kept"), false);
  await ask("/snow/lcc", { mode: "navigate" });
  network = offline;
  const kept = await ask("/snow/lcc.json");
  assert.equal(kept.headers.get("X-Livecam-Kept"), "1");
  assert.equal(await kept.text(), group());
  assert.equal(await (await ask("/snow/lcc", { mode: "navigate" })).text(), "new /snow/lcc");
  await assert.rejects(ask("/snow/bcc.json"), TypeError);
});

test("with a network nothing comes from here", async () => {
  let count = 0;
  const { ask } = worker(() => good(String(++count)));
  await ask("/snow/lcc.json");
  assert.equal(await (await ask("/snow/lcc.json")).text(), "2");
});

test("offline, a camera's kept picture stands for newer ones, with its own time", async () => {
  const kept = "/snow/image/a/0000000000000001";
  const newer = "/snow/image/a/0000000000000002";
  let network = (path) => good(path.endsWith(".json") ? group(newer, null) : "old picture");
  const { ask } = worker((path) => network(path));
  await ask(kept);
  await ask("/snow/lcc.json");
  network = offline;
  assert.equal(await (await ask(newer)).text(), "old picture");
  const { cameras } = await (await ask("/snow/lcc.json")).json();
  assert.deepEqual(cameras, [{ image: kept, changed_at: "2026-01-31T21:03:05.000Z" }, { image: null }]);
});

test("of one camera a picture is kept once a minute: a wall may be open all day", async () => {
  let clock = 1e12;
  const { ask, cache } = worker(() => good("bytes"), "/snow/", () => clock);
  for (let i = 0; i < 100; ++i) {
    await ask(`/snow/image/a/00000000000000${10 + i % 90}`);
    clock += 3000;
  }
  assert.equal(cache.puts, 5);
});

test("of each camera one picture is kept, of each file one version", async () => {
  let clock = 1e12;
  const { ask, cache } = worker(() => good("bytes"), "/snow/", () => (clock += 60_000));
  for (const path of ["/snow/image/a/0000000000000001", "/snow/image/a/0000000000000002",
    "/snow/image/b/0000000000000001", "/snow/s/wall.11111111.css", "/snow/s/wall.22222222.css",
    "/snow/s/wall.33333333.mjs"]) {
    await ask(path);
  }
  assert.deepEqual([...cache.entries.keys()].map((url) => url.slice(ORIGIN.length)), [
    "/snow/image/a/0000000000000002", "/snow/image/b/0000000000000001",
    "/snow/s/wall.22222222.css", "/snow/s/wall.33333333.mjs"]);
});

test("a thousand cameras do not fill the disk", async () => {
  const { ask, cache } = worker(() => good("bytes"));
  for (let i = 0; i < 1000; ++i) await ask(`/snow/image/camera-${i}/0000000000000001`);
  assert.ok(cache.entries.size <= 401, String(cache.entries.size));
});

test("streams, events, health and other sites are left alone", async () => {
  const { ask } = worker(() => assert.fail("asked"));
  for (const path of ["/snow/events", "/snow/stream/a", "/snow/_/metrics", "/snow/api/state.json",
    "/snow/image/a", "/other/lcc.json", "/snow/healthcheck", "/snow/embed/a"]) {
    assert.equal(await ask(path), undefined, path);
  }
  assert.equal(await ask("/snow/lcc.json", { method: "POST" }), undefined);
  assert.equal(await ask("/snow/lcc.json", { origin: "https://elsewhere.example" }), undefined);
});

test("errors, and what the wall did not answer, are not kept", async () => {
  const answers = [new Response("no", { status: 503, headers: { "X-Version": "1" } }),
    new Response("another page of this server")];
  const { ask, cache } = worker(() => answers.shift());
  await ask("/snow/lcc.json");
  await ask("/snow/account", { mode: "navigate" });
  assert.equal(cache.entries.size, 0);
});

test("a new version clears what older ones kept, and nothing else", async () => {
  assert.deepEqual(await worker(offline).activate(), ["livecam-0"]);
});
