// Keeps a page current. What it needs stands in the page: <main data-json …> and one
// .tile[data-picture] for each camera; README.md lists all of it. The page is complete without this
// script; with it, pictures change in place and ages are told instead of times.

import { write } from "./age.mjs";
import { Feed } from "./feed.mjs";
import { dateFacts, followFacts, tellFacts } from "./facts.mjs";
import { Tile } from "./tile.mjs";
import { arm } from "./controls.mjs";

const AGE_REFRESH_MS = 10_000;
const DOUBT_MS = 5_000; // a picture that is overdue for so long while news come: are they all?
const DOUBT_EVERY_MS = 60_000;
const LONG_AWAY_MS = 60_000;
const RELOADS = 4;
const RELOAD_LATER_MS = 5_000;

const main = document.querySelector("main[data-json]");
const note = document.querySelector(".note");

class Page {
  constructor(root) {
    this.root = root;
    this.tiles = new Map(); // by the camera's slug: its place on this page, and in the viewer
    this.doubted = 0;
    this.hiddenAt = 0;
    for (const element of root.querySelectorAll(".tile[data-picture]")) this.add(element);
    this.feed = new Feed(root.dataset, {
      cameras: (list) => this.take(list),
      document: (answer) => this.read(answer),
      version: (version) => this.follow(version),
      page: (path) => followFacts(path),
      contact: () => this.say(),
    });
  }

  /** Another place for a camera; what is known of it shows at once. */
  add(element) {
    const tile = new Tile(element);
    const known = this.tiles.get(tile.slug);
    if (known) known.push(tile);
    else this.tiles.set(tile.slug, [tile]);
    return tile;
  }

  remove(tile) {
    const left = this.tiles.get(tile.slug).filter((other) => other !== tile);
    this.tiles.set(tile.slug, left);
  }

  /** What is known of a camera. */
  known(slug) {
    return this.tiles.get(slug)?.[0]?.wanted;
  }

  start() {
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        this.tiles.get(target.id)?.[0].look(isIntersecting);
      }
    }, { rootMargin: "100px" });
    for (const [tile] of this.tiles.values()) observer.observe(tile.element);
    arm(this);
    this.keepOffline();
    addEventListener("beforeprint", () => this.date());
    addEventListener("afterprint", () => this.tell());
    if (this.tiles.size === 0) return;

    document.addEventListener("visibilitychange", () => this.wake());
    addEventListener("pagehide", () => this.feed.stop());
    addEventListener("pageshow", ({ persisted }) => persisted && this.wake());
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.say());
    setInterval(() => document.hidden || this.tell(), AGE_REFRESH_MS);
    this.tell();
    this.wake();
  }

  /** Listens while somebody is looking, and not otherwise. */
  wake() {
    if (document.hidden) {
      this.hiddenAt = Date.now();
      this.feed.stop();
      return;
    }
    this.say();
    this.tell();
    this.feed.start();
    if (this.hiddenAt && Date.now() - this.hiddenAt > LONG_AWAY_MS) followFacts();
    this.hiddenAt = 0;
  }

  take(cameras) {
    for (const { slug, image, state, changed_at, stale_at } of cameras) {
      for (const tile of this.tiles.get(slug) ?? []) {
        // Of what stands for a picture that is withheld only the document tells.
        if (!image && tile.wanted.image) this.later ??= setTimeout(() => this.readAgain(), 1000);
        else tile.offer(image ? { image, state, changed_at, stale_at } : { state });
      }
    }
    this.count();
  }

  readAgain() {
    this.later = undefined;
    if (!document.hidden) this.feed.refresh();
  }

  /** `answer` is a group's document, or a camera's. */
  read(answer) {
    const cameras = answer.Camera ? [answer.Camera] : [answer.status, ...answer.cameras];
    for (const { slug, image, state, changed_at, stale_at } of cameras) {
      for (const tile of this.tiles.get(slug) ?? []) tile.offer({ image, state, changed_at, stale_at });
    }
    this.count();
    const { etag } = this.root.dataset;
    if (answer.etag && etag && answer.etag !== `"${etag}"`) this.reload(answer.etag);
  }

  /** Another list of cameras, or another design. A wall asks whether it is this group's. */
  follow(version) {
    const { etag } = this.root.dataset;
    if (!version || version === this.root.dataset.version) return;
    if (etag) this.feed.refresh();
    else this.reload(version);
    this.root.dataset.version = version;
  }

  /** A few times for each version, ever later: a cache on the way may have the old page a while. */
  reload(version) {
    if (this.reloading) return;
    const key = `reloaded ${location.pathname}`;
    const [last, times] = (sessionStorage.getItem(key) ?? "").split(" ");
    const before = last === version ? Number(times) : 0;
    if (before >= RELOADS) return;
    this.reloading = setTimeout(() => {
      sessionStorage.setItem(key, `${version} ${before + 1}`);
      location.reload();
    }, before * RELOAD_LATER_MS);
  }

  tell() {
    let overdue = false;
    for (const tile of [...this.tiles.values()].flat()) {
      overdue ||= tile.overdue;
      tile.tell();
    }
    this.count();
    tellFacts();
    // Connections can die without a word.
    if (overdue && Date.now() - this.doubted > DOUBT_EVERY_MS) {
      this.doubted = Date.now();
      setTimeout(() => document.hidden || this.feed.start(), DOUBT_MS);
    }
  }

  /** Paper has no clock. */
  date() {
    for (const tile of [...this.tiles.values()].flat()) tile.date();
    dateFacts();
  }

  count() {
    const live = [...this.tiles.values()].filter(([tile]) => tile.state === "live").length;
    write(document.querySelector(".tally-live"), String(live));
  }

  /** One failure may be chance; with the second nothing is called live any more. */
  say() {
    const before = Tile.contact;
    Tile.contact = navigator.onLine && this.feed.failures < 2;
    this.root.classList.toggle("no-contact", !Tile.contact);
    write(note, Tile.contact ? "" : navigator.onLine ? "No contact to the server" : "You are offline");
    if (Tile.contact !== before) this.tell();
  }

  /** What visitors without a network see; a page that is shown in a frame has none of its own. */
  async keepOffline() {
    const { worker, json } = this.root.dataset;
    if (!worker || !navigator.serviceWorker || navigator.connection?.saveData) return;
    try {
      await navigator.serviceWorker.register(worker);
      const { active } = await navigator.serviceWorker.ready;
      const files = performance.getEntriesByType("resource").map(({ name }) => name);
      active.postMessage({ keep: [location.href.split("#")[0], new URL(json, location).href, ...files] });
    } catch {
      // Without it, there is just nothing without a network.
    }
  }
}

if (main) new Page(main).start();
