// Parts of a page and long answers that are folded: on paper all of them are open, and what a link
// leads to is in sight.
const folds = [...document.querySelectorAll("details[data-fold]")];
let opened = [];

addEventListener("beforeprint", () => {
  opened = folds.filter((fold) => !fold.open);
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});

function unfold() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const own = target.matches("h2, section, form") ? null : target.querySelector("details[data-fold]");
  const around = folds.filter((fold) => fold.contains(target));
  for (const fold of around.length ? around : [own]) if (fold) fold.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
// Followed once more, a link changes no address.
addEventListener("click", ({ target }) => target.closest?.("a[href^='#']")?.hash === location.hash && unfold());
unfold();

for (const button of document.querySelectorAll("button[data-open-all]")) {
  const parts = folds.filter((fold) => fold.matches(".app-part"));
  button.hidden = parts.length === 0;
  button.addEventListener("click", () => {
    const open = parts.some((part) => !part.open);
    for (const part of parts) part.open = open;
    button.textContent = open ? "Close all sections" : "Open all sections";
  });
}
