// Nothing that was typed is lost by leaving. A link waits for the save; a page that goes out of
// sight is saved on its way; and while something is not saved the browser asks before it leaves.

const PATIENCE = 4000; // milliseconds that a link waits for a save

function leads(event) {
  if (event.defaultPrevented || event.button) return null;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return null;
  const here = link.pathname === location.pathname && link.search === location.search;
  return link.origin === location.origin && !(here && link.hash) ? link : null;
}

// `unsaved()` says if anything typed in `form` is not saved yet; `save()` tries, at once if it can,
// and ends when it has. Sending the form itself is no leaving.
export function keepOnLeaving(form, { unsaved, save, keep }) {
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
  document.addEventListener("click", async (event) => {
    const link = unsaved() && leads(event);
    if (!link) return;
    event.preventDefault();
    await Promise.race([save(), new Promise((done) => setTimeout(done, PATIENCE))]);
    location.assign(link.href); // asks, if it could not be saved
  });
  // Sent before the browser asks for the next page, which may show what is saved here: a page that
  // hides does so after the next one was asked for.
  addEventListener("beforeunload", (event) => {
    if (!unsaved() || sent) return;
    event.preventDefault();
    keep();
    save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsaved() && !sent) save();
  });
}
