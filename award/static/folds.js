// Long answers that are folded: on paper all of them is shown, and what a link leads to is in sight.
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
  const fold = target && (target.closest("details[data-fold]") ?? target.querySelector("details[data-fold]"));
  if (fold && !target.matches("h2, section, form")) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();
