// Sharing a camera: its picture, else its address, else the address in the clipboard; and saying
// what became of it.

const KINDS = { "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
  "image/avif": "avif" };

async function pictureFile(element) {
  const src = element.querySelector(".picture img")?.src;
  if (!src || !navigator.canShare) return null;
  const response = await fetch(src);
  const blob = await response.blob();
  const kind = KINDS[blob.type];
  if (!response.ok || !kind) return null;
  const slug = element.dataset.camera || element.id;
  return new File([blob], `${slug}.${kind}`, { type: blob.type });
}

/** @param {HTMLElement} element a tile  @param {(text: string) => void} say */
export async function share(element, say) {
  const { name } = element.dataset;
  const url = element.querySelector("h2 a")?.href ?? location.href.split("#")[0];
  say("");
  try {
    const file = await pictureFile(element).catch(() => null);
    const whole = { title: name, url, files: [file] };
    if (file && navigator.canShare(whole)) return await navigator.share(whole);
    if (navigator.share) return await navigator.share({ title: name, url });
    await navigator.clipboard.writeText(url);
    say("Link copied");
  } catch (error) {
    if (error.name === "AbortError") return; // the visitor thought better of it
    say(`Could not share. The address is ${url}`);
  }
}
