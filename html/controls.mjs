// What visitors can press: the density of the grid, players that wait to be asked for, the viewer,
// sharing. The larger parts are fetched when they are first needed.

import { write } from "./age.mjs";

const plain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) =>
  button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;

/** The grid denser or as it was meant; early.js remembers. */
function armDensity(button) {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.grid === "dense"));
  button.addEventListener("click", () => {
    root.dataset.grid = root.dataset.grid === "dense" ? "" : "dense";
    try {
      localStorage.setItem("grid", root.dataset.grid);
    } catch {
      // Remembered until the page is closed.
    }
    show();
  });
  show();
}

/** Players of others are asked for only when a visitor wants them, where the page says so. */
function armPlayers() {
  document.addEventListener("click", (event) => {
    const player = event.target.closest(".player");
    if (!player || !plain(event)) return;
    event.preventDefault();
    const frame = player.querySelector("template").content.firstElementChild.cloneNode(true);
    frame.loading = "eager";
    player.replaceWith(frame);
    frame.focus();
  });
}

/** A camera as large as the window; its address is the wall's with "#slug". */
function armViewer(page) {
  const viewer = () => import("./viewer.mjs");
  const isCamera = (slug) => Boolean(slug && page.root.querySelector(`.grid > [id="${CSS.escape(slug)}"]`));
  const fromAddress = async (pushed) => {
    const slug = decodeURIComponent(location.hash.slice(1));
    if (isCamera(slug)) (await viewer()).view(page, slug, pushed);
    else if (document.querySelector(".viewer[open]")) (await viewer()).closeViewer();
  };

  page.root.addEventListener("click", async (event) => {
    const tile = event.target.closest(".grid > .tile");
    if (!tile || !event.target.closest("h2 a") || !plain(event)) return;
    event.preventDefault();
    const { view } = await viewer();
    history.pushState({ viewer: true }, "", `#${tile.id}`);
    view(page, tile.id, true);
  });
  page.root.addEventListener("pointerover", viewer, { once: true });
  addEventListener("popstate", ({ state }) => fromAddress(Boolean(state?.viewer)));
  if (location.hash) fromAddress(Boolean(history.state?.viewer));
}

/** On a camera's own page. */
function armShare(page, button) {
  const said = button.parentElement.querySelector(".said");
  button.addEventListener("click", async () => {
    const { share } = await import("./share.mjs");
    share(page.root.querySelector(".tile"), (text) => write(said, text));
  });
}

/** @param {{root: HTMLElement}} page as wall.mjs makes it */
export function arm(page) {
  const density = document.querySelector(".density");
  const share = document.querySelector("main ~ footer .share, header .share");
  if (density) armDensity(density);
  if (share) armShare(page, share);
  if (document.querySelector(".viewer")) armViewer(page);
  armPlayers();
}
