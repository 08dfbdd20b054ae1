// One camera on the screen: on the wall, on its page, or in the viewer.

import { now, secondsSince, spell, write } from "./age.mjs";

const PICTURE_TIMEOUT_MS = 30_000;
const FRESH_S = 90; // a live picture younger than this needs no age
const WORDS = { live: "live", stale: "", down: "no contact", pending: "waiting for first picture" };
const STATES = Object.keys(WORDS);

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

export class Tile {
  static contact = true; // what the server said last is what it would say now

  /** @param {HTMLElement} element .tile[data-picture] with .picture, .word and <time> in it */
  constructor(element) {
    this.element = element;
    this.slug = element.dataset.camera || element.id;
    this.frame = element.querySelector(".picture");
    this.word = element.querySelector(".word");
    this.time = element.querySelector(".state time");
    this.shown = element.dataset.picture; // the address of the picture that is on the screen
    this.state = STATES.find((state) => element.classList.contains(state)) ?? "";
    // What the server says; until it does, what stands in the page.
    this.wanted = { image: this.shown, state: this.state, changed_at: this.time.dateTime };
    this.visible = false;
    this.busy = false;
    this.#watchFirst();
  }

  get img() {
    return this.frame.querySelector("img");
  }

  /** A first picture that fails (its address may have aged in a cache) counts as not shown. */
  #watchFirst() {
    const forget = () => (this.shown = "");
    if (this.img?.complete && this.img.naturalWidth === 0) forget();
    else this.img?.addEventListener("error", forget, { once: true });
  }

  look(visible) {
    this.visible = visible;
    if (visible) this.show();
  }

  /** What the server says now: image, state, changed_at, stale_at, width, height. The state shows
   * at once, the age only with its picture. */
  offer(camera) {
    this.wanted = { ...this.wanted, ...camera };
    this.#become(camera.state);
    if (this.shown !== "" && this.shown === camera.image) this.#stamp(camera);
    else if (this.visible) this.show();
    else this.#redirectLazy();
    this.tell();
  }

  #become(state) {
    if (!state || state === this.state) return;
    this.state = state;
    this.element.classList.remove(...STATES);
    this.element.classList.add(state);
  }

  /** By the clock alone: what nobody brings up to date any more would be called live for ever. */
  get overdue() {
    return this.state === "live" && now() >= new Date(this.wanted.stale_at || NaN);
  }

  /** A lazy picture the browser has not asked for yet: let it ask for the newest one. */
  #redirectLazy() {
    const { img, wanted } = this;
    if (img?.loading !== "lazy" || img.complete || !wanted.image) return;
    img.src = wanted.image;
    this.shown = wanted.image;
    this.#stamp(wanted);
  }

  /** Brings the wanted picture onto the screen, if it is not there. */
  async show() {
    const camera = this.wanted;
    if (this.busy || !camera.image || camera.image === this.shown) return;
    this.busy = true;
    try {
      const next = new Image();
      next.alt = this.img?.alt ?? `${this.element.dataset.name}, latest picture`;
      next.src = camera.image;
      await load(next);
      next.width = next.naturalWidth;
      next.height = next.naturalHeight;
      if (this.img) this.img.replaceWith(next);
      else this.frame.append(next);
      this.shown = camera.image;
      this.#stamp(camera);
      this.tell();
    } catch {
      // The next news tries again, by then perhaps with a newer picture.
    } finally {
      this.busy = false;
    }
    // While this one was on its way there may have come another.
    if (this.visible && this.shown === camera.image) this.show();
  }

  #stamp({ changed_at }) {
    const changed = new Date(changed_at || NaN);
    if (isNaN(changed)) return;
    this.time.dateTime = changed.toISOString();
    this.time.title = changed.toLocaleString();
  }

  /** For paper, where an age would be wrong by tomorrow: when the picture was taken. */
  date() {
    const changed = new Date(this.time.dateTime || NaN);
    if (!isNaN(changed)) write(this.time, changed.toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
  }

  /** The state and the age of the picture that is shown, in words. */
  tell() {
    if (!this.state) return;
    if (this.overdue) this.#become("stale");
    const live = this.state === "live" && Tile.contact;
    const seconds = secondsSince(this.time.dateTime);
    let age = "";
    if (live && seconds >= FRESH_S) age = spell(seconds);
    else if (!live && seconds >= 0) age = `${spell(seconds)} old`;
    const word = this.state === "live" && !live ? "" : WORDS[this.state];
    write(this.word, word || (age ? "" : this.state));
    write(this.time, age);
  }
}
