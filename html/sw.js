// Keeps the last wall for visitors without a network: pages, their JSON, style and script, and of
// each camera the picture that was shown last. The network always comes first, so that with a
// network nothing is older than without this worker; what is answered from here is marked, and the
// page then says "offline" and how old each picture is.

const KEPT = "livecam-1";
const MOST_KEPT = 400;

const base = new URL(self.registration.scope).pathname; // "/" or "/prefix/"

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

function marked(response) {
  const headers = new Headers(response.headers);
  headers.set("X-Livecam-Kept", "1");
  return new Response(response.body, { status: response.status, headers });
}

async function answer(kind, event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    // Only what this wall answered: nginx may serve other things beside it.
    if (response.ok && !response.redirected && response.headers.has("X-Version")) {
      event.waitUntil(keep(request, response.clone()).catch(() => {}));
    }
    return response;
  } catch (error) {
    const cache = await caches.open(KEPT);
    const kept = await cache.match(request, { ignoreVary: true });
    if (!kept) throw error;
    return kind === "json" ? marked(kept) : kept;
  }
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const others = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("livecam-") && name !== KEPT)
      .map((name) => caches.delete(name))));
  event.waitUntil(others.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const kind = kindOf(event.request, new URL(event.request.url));
  if (kind) event.respondWith(answer(kind, event));
});
