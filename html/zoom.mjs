// Zooms the picture in a box that scrolls: pinch, wheel, double tap and keys. A zoomed picture is
// just larger than its box, so that panning is scrolling. The scale is the property --zoom.

const LARGEST = 5;
const FIT_BELOW = 1.08;
const DOUBLE = 2.5; // what a double tap or click zooms to
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 40;
const PAN_PART = 0.2; // of the box, for each key

export class Zoom {
  scale = 1;
  pinching = false;
  #tap = null;
  #pinch = null;

  /** @param {HTMLElement} area takes the gestures  @param {() => HTMLElement} box of the moment */
  constructor(area, box) {
    this.area = area;
    this.box = box;
    const on = (type, call) => area.addEventListener(type, (event) => call(event), { passive: false });
    on("wheel", (event) => this.#wheel(event));
    on("dblclick", (event) => this.#toggle(event));
    on("pointerdown", (event) => this.#grab(event));
    on("touchstart", (event) => this.#touch(event));
    on("touchmove", (event) => this.#move(event));
    on("touchend", (event) => this.#lift(event));
    on("touchcancel", (event) => this.#lift(event));
  }

  reset() {
    const box = this.box();
    if (box) this.#set(1);
    this.pinching = false;
    this.#pinch = null;
  }

  /** About the middle of the box. */
  by(factor) {
    const { left, top, width, height } = this.box().getBoundingClientRect();
    this.#set(this.scale * factor, left + width / 2, top + height / 2);
  }

  pan(right, down) {
    const box = this.box();
    box.scrollBy({ left: right * PAN_PART * box.clientWidth, top: down * PAN_PART * box.clientHeight });
  }

  /** The point of the picture under (x, y) of the window stays there, or goes to (toX, toY). */
  #set(scale, x = 0, y = 0, toX = x, toY = y) {
    const box = this.box();
    const next = Math.min(Math.max(scale, 1), LARGEST);
    const { left, top } = box.getBoundingClientRect();
    const ratio = next / this.scale;
    const scrollLeft = (box.scrollLeft + x - left) * ratio - (toX - left);
    const scrollTop = (box.scrollTop + y - top) * ratio - (toY - top);
    this.scale = next;
    box.style.setProperty("--zoom", next);
    this.area.classList.toggle("zoomed", next > 1);
    box.scrollTo({ left: scrollLeft, top: scrollTop, behavior: "instant" });
  }

  #toggle({ target, clientX, clientY }) {
    if (!this.box()?.contains(target)) return;
    this.#set(this.scale > 1 ? 1 : DOUBLE, clientX, clientY);
  }

  #wheel(event) {
    if (!this.box()?.contains(event.target)) return;
    // Sideways is for the gallery. A trackpad's pinch comes as a wheel with ctrlKey.
    if (!event.ctrlKey && Math.abs(event.deltaX) >= Math.abs(event.deltaY)) return;
    event.preventDefault();
    const step = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
    const factor = Math.exp(-step * (event.ctrlKey ? 0.01 : 0.002));
    const scale = this.scale * factor;
    this.#set(scale < FIT_BELOW && factor < 1 ? 1 : scale, event.clientX, event.clientY);
  }

  /** A mouse drags what a finger pans. */
  #grab(event) {
    const box = this.box();
    if (event.pointerType !== "mouse" || event.button !== 0 || this.scale === 1) return;
    if (!box.contains(event.target)) return;
    event.preventDefault();
    const ended = new AbortController();
    const { signal } = ended;
    addEventListener("pointermove", ({ movementX, movementY }) => {
      box.scrollBy({ left: -movementX, top: -movementY, behavior: "instant" });
    }, { signal });
    addEventListener("pointerup", () => ended.abort(), { signal });
    addEventListener("pointercancel", () => ended.abort(), { signal });
  }

  #fingers([a, b]) {
    return {
      x: (a.clientX + b.clientX) / 2,
      y: (a.clientY + b.clientY) / 2,
      apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    };
  }

  #touch(event) {
    if (event.touches.length !== 2 || !this.box()?.contains(event.target)) return;
    if (event.cancelable) event.preventDefault();
    this.pinching = true;
    this.#tap = null;
    this.#pinch = { ...this.#fingers(event.touches), scale: this.scale };
    this.area.classList.add("pinching"); // nothing scrolls by itself meanwhile
    this.#hold();
  }

  /** Of what was under way: a gallery that still settles after a swipe would stop between two
      pictures, and then leave the one that is zoomed. */
  #hold() {
    const box = this.box();
    const aside = box.getBoundingClientRect().left - this.area.getBoundingClientRect().left;
    if (Math.abs(aside) >= 1) box.scrollIntoView({ behavior: "instant", block: "nearest", inline: "start" });
  }

  #move(event) {
    if (!this.#pinch || event.touches.length !== 2) return;
    if (event.cancelable) event.preventDefault();
    this.#hold();
    const { x, y, apart, scale } = this.#pinch;
    const now = this.#fingers(event.touches);
    this.#set((scale * now.apart) / apart, x, y, now.x, now.y);
    this.#pinch = { x: now.x, y: now.y, apart, scale };
  }

  #lift(event) {
    if (this.#pinch && event.touches.length < 2) {
      this.#pinch = null;
      this.#hold();
      this.area.classList.remove("pinching");
      if (this.scale < FIT_BELOW) this.#set(1);
    } else if (!this.pinching && event.type === "touchend") {
      this.#tapped(event);
    }
    if (event.touches.length === 0) this.pinching = false;
  }

  /** Two taps at one place; not every browser makes a dblclick of them. */
  #tapped(event) {
    const { clientX, clientY } = event.changedTouches[0];
    const { timeStamp } = event;
    const last = this.#tap;
    this.#tap = { clientX, clientY, timeStamp };
    if (!last || timeStamp - last.timeStamp > DOUBLE_TAP_MS) return;
    if (Math.hypot(clientX - last.clientX, clientY - last.clientY) > DOUBLE_TAP_PX) return;
    this.#tap = null;
    if (event.cancelable) event.preventDefault(); // and no dblclick as well
    this.#toggle(event.changedTouches[0]);
  }
}
