// Weather, roads and notices: parts of the page that carry data-part. When they have changed the
// page is asked for again, and these parts of it take the place of the present ones, so that what
// they look like is written down once, in the templates.

let asking = false;

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
      if (next && next.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(next));
    }
  } catch {
    // The next change, or the next visit, brings it.
  } finally {
    asking = false;
  }
}
