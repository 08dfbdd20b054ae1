// Keeps the last wall for visitors without a network: pages, their JSON, style and scripts, and of
// each camera a picture of the last minute. The network always comes first, so that with a network
// nothing is older than without this worker. What is answered from here tells the truth about its
// age: the JSON names the pictures that are here, and since when they are; and it is marked, so that
// the page says "offline".

const KEPT = "livecam-1";
const MOST_KEPT = 400;
const PICTURE_EVERY_MS = 60_000; // a wall that is open all day must not wear the disk out

const base = new URL(self.registration.scope).pathname; // "/" or "/prefix/"
const keptAt = new Map(); // when a picture of a camera was last kept, by family()

/** What of this site is kept: "page", "json", "file", "picture"; nothing of the rest. */
function kindOf(request, url) {
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (!url.pathname.startsWith(base)) return null;
  const path = url.pathname.slice(base.length);
  if (/^image\/[^/]+\/[0-9a-f]{16}$/.test(path)) return "picture";
  if (/^s\//.test(path)) return "file";
  if (/^(_|api|events|stream|state|image|embed)(\/|$)/.test(path)) return null;
  if (request.mode === "navigate") return "page";
  return path.endsWith(".json") ? "json" : null;
}

/** The address without what names its content: of one family, only the newest is kept. */
function family(url) {
  return url.replace(/\/[0-9a-f]{16}$/, "/").replace(/\.[0-9a-f]{8}\./, ".");
}

async function keep(request, response) {
  const cache = await caches.open(KEPT);
  await cache.put(request, response);
  const own = family(request.url);
  const kept = await cache.keys(); // oldest first
  const older = kept.filter(({ url }) => url !== request.url && family(url) === own);
  const surplus = kept.slice(0, Math.max(0, kept.length - older.length - MOST_KEPT));
  await Promise.all([...older, ...surplus].map((old) => cache.delete(old)));
}

/** Whether a picture of this camera was kept a moment ago. */
function fresh(url) {
  const own = family(url);
  if (Date.now() - (keptAt.get(own) ?? 0) < PICTURE_EVERY_MS) return true;
  keptAt.set(own, Date.now());
  return false;
}

/** Of the same family, whatever its content. */
async function relative(cache, url) {
  const own = family(url);
  return (await cache.keys()).find((kept) => family(kept.url) === own);
}

/** A document whose pictures are those that are here. */
async function marked(cache, kept) {
  const answer = await kept.json();
  for (const camera of answer.Camera ? [answer.Camera] : answer.cameras ?? []) {
    if (!camera.image) continue;
    const here = await relative(cache, new URL(camera.image, self.location.origin).href);
    const seen = Date.parse((here && (await cache.match(here)))?.headers.get("Last-Modified"));
    if (!here || !seen) continue;
    camera.image = new URL(here.url).pathname;
    camera.changed_at = new Date(seen).toISOString();
  }
  return new Response(JSON.stringify(answer), {
    headers: { "Content-Type": "application/json", "X-Livecam-Kept": "1" },
  });
}

async function fromHere(kind, request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kind === "json" ? marked(cache, kept) : kept;
  const other = kind === "picture" && (await relative(cache, request.url));
  return other ? cache.match(other) : undefined;
}

/** Only what this wall answered: nginx may serve other things beside it. */
function ours(response) {
  return response.ok && !response.redirected && response.headers.has("X-Version");
}

async function answer(kind, event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (ours(response) && !(kind === "picture" && fresh(request.url))) {
      event.waitUntil(keep(request, response.clone()).catch(() => {}));
    }
    return response;
  } catch (error) {
    const kept = await fromHere(kind, request);
    if (!kept) throw error;
    return kept;
  }
}

/** What a page was made of before this worker was there; most of it is in the browser's cache. */
async function keepAll(urls) {
  for (const url of urls) {
    const request = new Request(url);
    const kind = new URL(url).origin === self.location.origin &&
      (kindOf(request, new URL(url)) ?? (url === urls[0] ? "page" : null));
    if (!kind || (kind === "picture" && fresh(url))) continue;
    const response = await fetch(request, { cache: "force-cache" }).catch(() => null);
    if (response && ours(response)) await keep(request, response);
  }
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const others = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("livecam-") && name !== KEPT)
      .map((name) => caches.delete(name))));
  event.waitUntil(others.then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const kind = kindOf(event.request, new URL(event.request.url));
  if (kind) event.respondWith(answer(kind, event));
});
