// Weather, roads and notices: parts of the page that carry data-part. When they have changed the
// page is asked for again, and these parts of it take the place of the present ones, so that what
// they look like is written down once, in the templates.

import { secondsSince, spell, write } from "./age.mjs";

let asking = false;
const told = new Map(); // by data-part: as the server said it last, times and all
for (const part of document.querySelectorAll("[data-part]")) told.set(part.dataset.part, part.innerHTML);

/** The new content, scrolled to where the old one was, with the same chip in focus. */
function exchange(part, content) {
  const rows = () => [...part.querySelectorAll(".chips, .roads")];
  const scrolled = new Map(rows().map((row) => [row.className.split(" ")[0], row.scrollLeft]));
  const chip = part.contains(document.activeElement) && document.activeElement.dataset.chip;
  part.replaceChildren(...document.importNode(content, true).childNodes);
  for (const row of rows()) row.scrollLeft = scrolled.get(row.className.split(" ")[0]) ?? 0;
  if (chip) part.querySelector(`[data-chip="${CSS.escape(chip)}"]`)?.focus({ preventScroll: true });
}

/** Times in these parts, as ages. */
export function tellFacts() {
  for (const time of document.querySelectorAll("[data-part] time[datetime]")) {
    const seconds = secondsSince(time.dateTime);
    if (seconds >= 0) write(time, `${spell(seconds)} ago`);
  }
}

/** The same times as dates, for paper. */
export function dateFacts() {
  for (const time of document.querySelectorAll("[data-part] time[datetime]")) {
    write(time, new Date(time.dateTime).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
  }
}

/** @param {string} [path] of what the server says has changed */
export async function followFacts(path) {
  const parts = [...document.querySelectorAll("[data-part]")];
  const own = document.querySelector("main").dataset.facts;
  if (asking || parts.length === 0 || (path && own && !own.endsWith(path))) return;
  asking = true;
  try {
    const response = await fetch(location.pathname, { cache: "no-cache" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = new Map([...page.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    for (const part of parts) { // a camera's is on the wall and in the viewer
      const { part: name } = part.dataset;
      if (next.has(name) && next.get(name).innerHTML !== told.get(name)) exchange(part, next.get(name));
    }
    for (const [name, part] of next) told.set(name, part.innerHTML);
    tellFacts();
  } catch {
    // The next change, or the next visit, brings it.
  } finally {
    asking = false;
  }
}
