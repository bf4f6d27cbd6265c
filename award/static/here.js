// Who else works on this application now, and in which section: asked every 20 seconds while the page
// is looked at. Without script nobody is told, and nothing depends on it.
const EVERY = 20_000; // milliseconds
const line = document.querySelector("[data-here]");
let timer = null;

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  const body = new URLSearchParams({ section: line.dataset.section, csrf_token: document.querySelector("input[name=csrf_token]").value });
  try {
    const response = await fetch(line.dataset.here, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.status === 404) return; // not theirs any more
    if (response.ok) {
      const { said = "" } = await response.json();
      if (line.textContent !== said) line.textContent = said;
      line.hidden = !said;
    }
  } catch {
    line.hidden = true; // no connection: nobody knows
  }
  timer = setTimeout(ask, EVERY);
}

document.addEventListener("visibilitychange", ask);
ask();
