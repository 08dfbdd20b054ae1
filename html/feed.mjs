// News of the cameras: server-sent events; where there are none, questions that the server answers
// when something has changed; where it does not know them, questions at intervals. While nobody
// looks, nothing. From the lower rungs it climbs back by itself.

import { learnClock } from "./age.mjs";

const EVENTS = 0;
const LONG_POLL = 1;
const POLL = 2;

const FIRST_NEWS_MS = 6_000; // a stream that says nothing for so long is held up on the way
const LOST_EVENTS = 3; // connections in a row that fail or end soon, while questions are answered
const SOON_MS = 10_000;
const CLIMB_MS = 60_000;
const WAIT_S = 25; // the server answers after this time at the latest
const ANSWER_MS = 10_000;
const FASTEST_MS = 1_000;
const SAVE_DATA_INTERVAL_MS = 15_000;
const LONGEST_WAIT_MS = 60_000;

const saving = () => navigator.connection?.saveData === true;

export class Feed {
  #source = null;
  #question = null; // an AbortController: a question is under way
  #timers = {};
  #rung = EVENTS;
  #lost = 0;
  #since = "";
  failures = 0; // questions in a row that were not answered

  /**
   * @param {object} from data attributes of <main>: json; events and state may be missing;
   *   interval in ms
   * @param {object} to what is called: cameras(list), document(json), version(text), page(path),
   *   contact()
   */
  constructor(from, to) {
    this.from = from;
    this.to = to;
  }

  get #lowest() {
    return saving() || !this.from.events || !window.EventSource ? POLL : EVENTS;
  }

  /** Begins, or begins anew, at the best rung. */
  start() {
    this.stop();
    this.#rung = this.#lowest;
    this.#lost = 0;
    this.#go();
  }

  stop() {
    this.#source?.close();
    this.#source = null;
    this.#question?.abort();
    this.#question = null;
    for (const name of Object.keys(this.#timers)) this.#cancel(name);
  }

  /** Everything anew, by one question. */
  refresh() {
    this.#ask(this.from.json).then((document) => this.to.document(document)).catch(() => {});
  }

  #after(name, ms, call) {
    this.#cancel(name);
    this.#timers[name] = setTimeout(call, ms);
  }
  #cancel(name) {
    clearTimeout(this.#timers[name]);
    delete this.#timers[name];
  }

  #go() {
    if (this.#rung === EVENTS) this.#listen();
    else if (this.#rung === LONG_POLL && this.from.state) this.#longPoll();
    else this.#poll();
    if (this.#rung > this.#lowest) this.#after("climb", CLIMB_MS, () => this.start());
  }

  #fall() {
    this.stop();
    this.#rung += 1;
    this.#go();
  }

  #heard() {
    this.failures = 0;
    this.to.contact();
  }

  #listen() {
    const source = new EventSource(this.from.events);
    this.#source = source;
    this.#after("silence", FIRST_NEWS_MS, () => this.#fall());
    const on = (type, take) => source.addEventListener(type, ({ data }) => {
      this.#cancel("silence");
      this.#cancel("bridge");
      let news;
      try {
        news = JSON.parse(data);
      } catch {
        return; // one broken event is no reason to lose the others
      }
      take(news);
      this.#heard();
    });
    on("reset", ({ version, cameras }) => {
      this.to.cameras((cameras ?? []).map((camera) => ({ ...camera, slug: camera.camera })));
      this.to.version(version);
    });
    for (const type of ["frame", "state"]) {
      on(type, (camera) => this.to.cameras([{ ...camera, slug: camera.camera }]));
    }
    on("version", ({ version }) => this.to.version(version));
    on("page", ({ path }) => this.to.page(path));
    let openedAt = 0;
    source.onopen = () => (openedAt = Date.now());
    source.onerror = () => {
      if (source !== this.#source) return;
      this.#cancel("silence");
      if (openedAt) this.#lost = Date.now() - openedAt < SOON_MS ? this.#lost + 1 : 0;
      openedAt = 0;
      // The browser comes back by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED || this.#lost >= LOST_EVENTS) this.#fall();
      else this.#after("bridge", FASTEST_MS, () => this.#bridge());
    };
  }

  /** Between two connections: is it the stream, or the server? */
  async #bridge() {
    const source = this.#source;
    const answered = await this.#try(async () => this.to.document(await this.#ask(this.from.json)));
    if (source !== this.#source || source?.readyState === EventSource.OPEN) return;
    if (answered && ++this.#lost >= LOST_EVENTS) this.#fall();
    else this.#after("bridge", this.#wait, () => this.#bridge());
  }

  async #longPoll() {
    const url = new URL(this.from.state, location);
    if (this.#since) {
      url.searchParams.set("since", this.#since);
      url.searchParams.set("wait", `${WAIT_S}s`);
    }
    const asked = Date.now();
    let useless = false;
    const answered = await this.#try(async () => {
      const document = await this.#ask(url, ANSWER_MS + WAIT_S * 1000);
      const since = `${document.epoch}-${document.generation}`;
      useless = since === this.#since && Date.now() - asked < FASTEST_MS;
      this.#since = since;
      learnClock(document.now);
      this.to.cameras(document.cameras);
    });
    if (answered === null) return;
    if (useless || answered === false) this.#fall();
    else this.#after("ask", FASTEST_MS - (Date.now() - asked), () => this.#longPoll());
  }

  async #poll() {
    const before = this.failures;
    const answered = await this.#try(async () => this.to.document(await this.#ask(this.from.json)));
    if (answered && before > 0) this.start(); // a server that is back may do better again
    else if (answered !== null) this.#after("ask", this.#wait, () => this.#poll());
  }

  get #wait() {
    const own = Number(this.from.interval) || 3000;
    const base = saving() ? Math.max(own, SAVE_DATA_INTERVAL_MS) : own;
    return Math.min(base * 2 ** Math.max(0, this.failures - 1), Math.max(base, LONGEST_WAIT_MS));
  }

  /** true, false, or null if somebody ended it. */
  async #try(call) {
    try {
      await call();
      this.#heard();
      return true;
    } catch (error) {
      if (error.name === "AbortError") return null;
      this.failures += 1;
      this.to.contact();
      return false;
    }
  }

  /** "no-cache" lets the browser revalidate: an unchanged answer costs a 304. An answer that the
   * service worker had kept is shown, and is no contact. */
  async #ask(url, patience = ANSWER_MS) {
    this.#question?.abort();
    const question = new AbortController();
    this.#question = question;
    const timer = setTimeout(() => question.abort(new DOMException("", "TimeoutError")), patience);
    try {
      const response = await fetch(url, { cache: "no-cache", signal: question.signal });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const document = await response.json();
      if (response.headers.has("X-Livecam-Kept")) {
        this.to.document(document);
        throw new Error("offline");
      }
      learnClock(Date.parse(response.headers.get("Date")) +
        1000 * Number(response.headers.get("Age") ?? 0));
      return document;
    } finally {
      clearTimeout(timer);
      if (this.#question === question) this.#question = null;
    }
  }
}
