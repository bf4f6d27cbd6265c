// What is ticked on a list goes along when the list is sorted, narrowed or read otherwise: with
// every link and every form that leads to the same page.
const name = "application";
const several = document.querySelector("#several");

function ticked() {
  const kept = [...several.elements].filter((one) => one.name === name && (one.type === "hidden" || one.checked));
  return kept.map((one) => one.value);
}

addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href]");
  if (!link || "unticks" in link.dataset || link.origin !== location.origin || link.pathname !== location.pathname) return;
  const to = new URL(link.href);
  to.searchParams.delete(name);
  for (const one of ticked()) to.searchParams.append(name, one);
  link.href = to.href;
});

addEventListener("submit", ({ target }) => {
  if (target === several || target.method !== "get" || new URL(target.action).pathname !== location.pathname) return;
  for (const one of target.querySelectorAll(`input[type="hidden"][name="${name}"]`)) one.remove();
  for (const value of ticked()) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    target.append(input);
  }
});
