// Keeps the pictures of a page current. What it needs stands in the page: <main data-json
// data-interval [data-events] [data-etag]> and one .tile[id][data-picture] for each camera. The page is complete
// without this script; with it, pictures change in place and ages are told instead of times.

const FETCH_TIMEOUT_MS = 10_000;
const PICTURE_TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;
const SAVE_DATA_INTERVAL_MS = 15_000;
const AGE_REFRESH_MS = 10_000;
const FRESH_S = 90; // a live picture younger than this needs no age

const WORDS = {
  live: "live",
  stale: "",
  down: "no contact",
  pending: "waiting for first picture",
};
const STATES = Object.keys(WORDS);

const main = document.querySelector("main[data-json]");
const note = document.querySelector(".note");
let clockSkewMs = 0; // the server's clock minus ours
let contact = true; // what the server said last is what it would say now

/** "45 s", "12 min", "3 h", "2 d". */
function spell(seconds) {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

/** Resolves when the picture can be painted at once; rejects when it cannot be had. */
function load(img) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      img.src = "";
      reject(new Error("timeout"));
    }, PICTURE_TIMEOUT_MS);
  });
  return Promise.race([img.decode(), late]).finally(() => clearTimeout(timer));
}

class Tile {
  constructor(element) {
    this.element = element;
    this.frame = element.querySelector(".picture");
    this.word = element.querySelector(".word");
    this.time = element.querySelector("time");
    this.shown = element.dataset.picture; // the address of the picture that is on the screen
    this.state = STATES.find((state) => element.classList.contains(state)) ?? "";
    this.wanted = null;
    this.visible = false;
    this.busy = false;
    this.watchFirst();
  }

  get img() {
    return this.frame.querySelector("img");
  }

  /** A first picture that fails (its address may have aged in a cache) counts as not shown. */
  watchFirst() {
    const forget = () => {
      this.shown = "";
      if (this.visible) this.show();
    };
    if (this.img?.complete && this.img.naturalWidth === 0) forget();
    else this.img?.addEventListener("error", forget, { once: true });
  }

  /** What the server says now. The state shows at once, the age only with its picture. */
  offer(camera) {
    this.wanted = camera;
    this.become(camera.state);
    if (this.shown !== "" && this.shown === camera.image) this.stamp(camera);
    else if (this.visible) this.show();
    else this.redirectLazy();
    this.tell();
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.element.classList.remove(...STATES);
    this.element.classList.add(state);
  }

  /** A document that nobody writes any more would call its pictures live for ever. */
  grow() {
    const staleAt = Date.parse(this.wanted?.stale_at); // NaN without a picture
    if (this.state === "live" && Date.now() + clockSkewMs >= staleAt) this.become("stale");
  }

  /** A lazy picture the browser has not asked for yet: let it ask for the newest one. */
  redirectLazy() {
    const { img, wanted } = this;
    if (!img || img.loading !== "lazy" || img.complete || !wanted.image) return;
    img.src = wanted.image;
    this.shown = wanted.image;
    this.stamp(wanted);
  }

  /** Brings the wanted picture onto the screen, if it is not there. */
  async show() {
    const camera = this.wanted;
    if (this.busy || !camera?.image || camera.image === this.shown) return;
    this.busy = true;
    try {
      const next = new Image(camera.width || undefined, camera.height || undefined);
      next.alt = this.img?.alt ?? `${this.element.textContent.trim()}, latest picture`;
      next.src = camera.image;
      await load(next);
      if (this.img) this.img.replaceWith(next);
      else this.frame.append(next);
      this.shown = camera.image;
      this.stamp(camera);
      this.tell();
    } catch {
      // The next poll tries again, by then perhaps with a newer picture.
    } finally {
      this.busy = false;
    }
  }

  stamp(camera) {
    this.time.dateTime = camera.changed_at;
    this.time.title = new Date(camera.changed_at).toLocaleString();
  }

  /** The state and the age of the picture that is shown, in words. */
  tell() {
    if (!this.state) return;
    this.grow();
    const live = this.state === "live" && contact;
    const changed = Date.parse(this.time.dateTime); // NaN without a picture
    const seconds = (Date.now() + clockSkewMs - changed) / 1000;
    let age = "";
    if (live && seconds >= FRESH_S) age = spell(seconds);
    else if (!live && changed) age = `${spell(seconds)} old`;
    const word = this.state === "live" && !live ? "" : WORDS[this.state];
    write(this.word, word || (age ? "" : this.state));
    write(this.time, age);
  }
}

/** Sets a text only if it differs, so that nobody is told of nothing. */
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

class Page {
  constructor(root) {
    this.root = root;
    this.tiles = new Map();
    this.failures = 0;
    this.timer = 0;
    this.polling = false;
    this.asked = false; // since the page was opened
    this.source = null;
    for (const element of root.querySelectorAll(".tile[data-picture]")) {
      this.tiles.set(element.id, new Tile(element));
    }
  }

  start() {
    if (this.tiles.size === 0) return;
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const tile = this.tiles.get(target.id);
        tile.visible = isIntersecting;
        if (isIntersecting) tile.show();
      }
    }, { rootMargin: "100px" });
    for (const { element } of this.tiles.values()) observer.observe(element);

    document.addEventListener("visibilitychange", () => this.wake());
    addEventListener("pageshow", ({ persisted }) => persisted && this.wake());
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.say());
    setInterval(() => document.hidden || this.tell(), AGE_REFRESH_MS);
    this.tell();
    this.wake();
    // What offline visitors see; a page that is shown in a frame has none of its own.
    const { worker } = this.root.dataset;
    if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
  }

  tell() {
    for (const tile of this.tiles.values()) tile.tell();
    this.count();
  }

  count() {
    const live = [...this.tiles.values()].filter(({ state }) => state === "live").length;
    write(document.querySelector(".tally-live"), String(live));
  }

  /** Listens, or asks, while somebody is looking, and does neither otherwise. */
  wake() {
    clearTimeout(this.timer);
    if (document.hidden) {
      this.source?.close();
      this.source = null;
      return;
    }
    this.tell();
    this.listen();
    if (!this.source || !this.asked) this.poll();
  }

  /** Events in place of questions. A new connection begins with the state of all cameras. */
  listen() {
    const { events } = this.root.dataset;
    if (this.source || !events || !window.EventSource || navigator.connection?.saveData) return;
    this.source = new EventSource(events);
    const on = (type, take) => this.source.addEventListener(type, ({ data }) => take(JSON.parse(data)));
    on("reset", ({ cameras }) => cameras.forEach((camera) => this.hear(camera)));
    on("frame", (camera) => this.hear(camera));
    on("state", (camera) => this.hear(camera));
    on("page", () => this.poll());
    on("version", () => this.poll());
    this.source.onopen = () => {
      this.failures = 0;
      this.say();
    };
    // The browser comes back by itself, unless it was refused. Questions bridge the time.
    this.source.onerror = () => {
      if (this.source?.readyState === EventSource.CLOSED) this.source = null;
      this.later();
    };
  }

  /** One camera, as an event tells of it. */
  hear({ camera, image, changed_at, stale_at, state }) {
    const tile = this.tiles.get(camera);
    if (!tile) return;
    if (image) {
      const iso = (ms) => new Date(ms).toISOString();
      tile.offer({ ...tile.wanted, image, state, changed_at: iso(changed_at), stale_at: iso(stale_at) });
      this.count();
    } else if (tile.shown) {
      this.later(); // what stands for a picture that is withheld, events do not say
    }
  }

  get listening() {
    return this.source?.readyState === EventSource.OPEN;
  }

  later() {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.poll(), this.wait);
  }

  get wait() {
    const own = Number(this.root.dataset.interval) || 3000;
    const base = navigator.connection?.saveData ? Math.max(own, SAVE_DATA_INTERVAL_MS) : own;
    return Math.min(base * 2 ** this.failures, Math.max(base, LONGEST_WAIT_MS));
  }

  async poll() {
    if (this.polling) return;
    this.polling = true;
    try {
      const { answer, kept } = await this.ask();
      this.apply(answer);
      if (kept) throw new Error("offline");
      this.failures = 0;
    } catch {
      this.failures += 1;
    } finally {
      this.polling = false;
    }
    this.asked = true;
    this.say();
    if (this.listening) return;
    if (!document.hidden) this.listen();
    this.later();
  }

  /** "no-cache" lets the browser revalidate: an unchanged answer costs a 304. An answer that the
   * service worker had kept is shown, and is no contact. */
  async ask() {
    const response = await fetch(this.root.dataset.json, {
      cache: "no-cache",
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const sent = Date.parse(response.headers.get("Date"));
    if (sent && !response.headers.has("X-Livecam-Kept")) {
      const skew = sent + 1000 * Number(response.headers.get("Age") ?? 0) - Date.now();
      clockSkewMs = Math.abs(skew) > 2000 ? skew : 0; // Date has whole seconds
    }
    return { answer: await response.json(), kept: response.headers.has("X-Livecam-Kept") };
  }

  /** `answer` is a group's document, or a camera's. */
  apply(answer) {
    const cameras = answer.Camera ? [answer.Camera] : [answer.status, ...answer.cameras];
    for (const camera of cameras) this.tiles.get(camera.slug)?.offer(camera);
    this.count();
    this.follow(answer.etag);
  }

  /** Another list of cameras or another design: load the page anew, once for each. */
  follow(etag) {
    const own = this.root.dataset.etag;
    if (!own || etag === `"${own}"` || sessionStorage.getItem("reloaded-for") === etag) return;
    sessionStorage.setItem("reloaded-for", etag);
    location.reload();
  }

  /** One failure may be chance; with the second nothing is called live any more. */
  say() {
    const before = contact;
    contact = navigator.onLine && this.failures < 2;
    this.root.classList.toggle("no-contact", !contact);
    write(note, contact ? "" : navigator.onLine ? "No contact to the server" : "You are offline");
    if (contact !== before) this.tell();
  }
}

if (main) new Page(main).start();
