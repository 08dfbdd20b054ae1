// One camera at a time, as large as the window: a native dialog around a row of all cameras of the
// page that snaps from one to the next. Moving, momentum and panning are the browser's own
// scrolling; the pictures stay live, being tiles like those of the wall.

import { write } from "./age.mjs";
import { share } from "./share.mjs";
import { Zoom } from "./zoom.mjs";

const SWIPE_DOWN_PX = 80;

const dialog = document.querySelector(".viewer");
const gallery = dialog?.querySelector(".gallery");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Viewer {
  constructor(page) {
    this.page = page;
    this.zoom = new Zoom(gallery, () => this.current?.querySelector(".picture"));
    this.slides = [];
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("close", () => this.#closed());
    dialog.addEventListener("click", ({ target }) => this.#click(target));
    gallery.addEventListener("pointerdown", (event) => (this.grip = this.#grip(event)));
    gallery.addEventListener("pointermove", (event) => this.#drag(event));
    gallery.addEventListener("pointercancel", () => (this.grip = null));
  }

  /** Makes all slides, and shows one. `pushed`: going back closes. */
  open(slug, pushed) {
    this.pushed = pushed;
    if (dialog.open) return this.to(this.slides.find((slide) => slide.dataset.camera === slug), true);
    this.opener = document.activeElement;
    this.slides = [...this.page.root.querySelectorAll(".grid > .tile")].map((tile) => this.#slide(tile));
    gallery.replaceChildren(...this.slides);
    dialog.showModal();
    const first = this.slides.find((slide) => slide.dataset.camera === slug);
    this.to(first, true);
    this.#watch();
    gallery.focus({ preventScroll: true });
    this.#become(first);
  }

  close() {
    dialog.close();
  }

  to(slide, atOnce) {
    if (!slide) return;
    const behavior = atOnce || calm.matches ? "instant" : "smooth";
    gallery.scrollTo({ left: slide.offsetLeft, behavior });
    this.goal = slide;
  }

  /** From where the visitor is already on the way to. */
  step(by) {
    const from = this.slides.indexOf(this.goal ?? this.current);
    this.to(this.slides[Math.min(Math.max(from + by, 0), this.slides.length - 1)]);
  }

  #slide(element) {
    const slide = element.cloneNode(true);
    slide.removeAttribute("id");
    slide.dataset.camera = element.id;
    slide.classList.add("slide");
    const img = slide.querySelector("img");
    if (img) {
      // What the wall shows is here at once; the rest comes with its neighbours.
      if (element.querySelector("img").complete) img.loading = "eager";
      else img.remove();
      slide.dataset.picture = img.isConnected ? img.getAttribute("src") : "";
    }
    return slide;
  }

  #watch() {
    const saving = navigator.connection?.saveData;
    this.tiles = new Map(this.slides.filter(({ dataset }) => "picture" in dataset)
      .map((slide) => [slide, this.#tile(slide)]));
    this.near = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.tiles.get(target)?.look(isIntersecting);
    }, { root: gallery, rootMargin: saving ? "0px" : "0px 100% 0px 100%" });
    this.middle = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && !this.zoom.pinching) this.#become(target);
      }
    }, { root: gallery, threshold: 0.6 });
    for (const slide of this.slides) {
      this.near.observe(slide);
      this.middle.observe(slide);
    }
  }

  #tile(slide) {
    const known = this.page.known(slide.dataset.camera);
    const tile = this.page.add(slide);
    if (slide.dataset.picture === "") slide.querySelector("img")?.remove();
    if (known) tile.offer(known);
    return tile;
  }

  #become(slide) {
    if (!slide || slide === this.current) return;
    this.zoom.reset();
    this.current = slide;
    if (this.goal === slide) this.goal = null;
    const index = this.slides.indexOf(slide);
    const { camera, name } = slide.dataset;
    dialog.setAttribute("aria-label", name);
    write(dialog.querySelector(".place"), `${index + 1} of ${this.slides.length}: ${name}`);
    dialog.querySelector(".to-previous").disabled = index === 0;
    dialog.querySelector(".to-next").disabled = index === this.slides.length - 1;
    for (const other of this.slides) other.inert = other !== slide;
    if (location.hash !== `#${camera}`) history.replaceState(history.state, "", `#${camera}`);
  }

  #click(target) {
    const button = target.closest("button");
    if (button?.matches(".to-previous")) this.step(-1);
    else if (button?.matches(".to-next")) this.step(1);
    else if (button?.matches(".close")) this.close();
    else if (button?.matches(".share")) {
      share(this.current, (said) => write(dialog.querySelector(".said"), said));
    }
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const zoomed = this.zoom.scale > 1;
    const act = {
      ArrowLeft: () => (zoomed ? this.zoom.pan(-1, 0) : this.step(-1)),
      ArrowRight: () => (zoomed ? this.zoom.pan(1, 0) : this.step(1)),
      ArrowUp: () => zoomed && this.zoom.pan(0, -1),
      ArrowDown: () => zoomed && this.zoom.pan(0, 1),
      Home: () => this.to(this.slides[0], true),
      End: () => this.to(this.slides.at(-1), true),
      "+": () => this.zoom.by(1.5),
      "-": () => this.zoom.by(1 / 1.5),
      0: () => this.zoom.reset(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #grip({ isPrimary, pointerType, clientX, clientY }) {
    return isPrimary && pointerType === "touch" && this.zoom.scale === 1 ? { clientX, clientY } : null;
  }

  /** Downwards at fit: enough of it. */
  #drag({ isPrimary, clientX, clientY }) {
    if (!isPrimary || !this.grip || this.zoom.pinching) return;
    const down = clientY - this.grip.clientY;
    if (down > SWIPE_DOWN_PX && down > 2 * Math.abs(clientX - this.grip.clientX)) {
      this.grip = null;
      this.close();
    }
  }

  #closed() {
    this.zoom.reset();
    this.near.disconnect();
    this.middle.disconnect();
    for (const tile of this.tiles.values()) this.page.remove(tile);
    gallery.replaceChildren();
    this.current = this.goal = null;
    write(dialog.querySelector(".said"), "");
    if (!location.hash) return; // the visitor went back
    if (this.pushed) history.back();
    else history.replaceState(null, "", location.pathname + location.search);
  }
}

let viewer;

/** Shows a camera of the page. `pushed`: for it, an entry was added to the history. */
export function view(page, slug, pushed) {
  viewer ??= new Viewer(page);
  viewer.open(slug, pushed);
}

export function closeViewer() {
  if (dialog?.open) dialog.close();
}
