// Weather, roads and notices: parts of the page that carry data-part. When they have changed the
// page is asked for again, and these parts of it take the place of the present ones, so that what
// they look like is written down once, in the templates.

import { secondsSince, spell, write } from "./age.mjs";

let asking = false;

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
    for (const part of parts) {
      const next = page.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
      if (next) part.replaceChildren(...document.importNode(next, true).childNodes);
    }
    tellFacts();
  } catch {
    // The next change, or the next visit, brings it.
  } finally {
    asking = false;
  }
}
