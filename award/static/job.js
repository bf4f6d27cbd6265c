// How far a job is, asked again until it has ended; then the page is drawn anew with what came of
// it. Without this script the page has a link to check again.
const OFTEN = 1500; // milliseconds
const SELDOM = 10000; // once it waits longer than usual, or can't be asked

function show(box, { state, done, total }) {
  const words = box.querySelector("[role=status]");
  const bar = box.querySelector("progress");
  if (state !== "running") return;
  const said = `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} done`;
  if (words.textContent !== said) words.textContent = said; // not read out again unless it changed
  bar.max = total || 1;
  bar.value = done;
  bar.hidden = false;
}

async function ask(box) {
  let found = null;
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(box.dataset.job, { headers, cache: "no-store", redirect: "error" });
    if (answer.ok) found = await answer.json();
  } catch {
    // no connection: asked again
  }
  if (found) {
    const ended = found.state !== "waiting" && found.state !== "running";
    const heldUp = found.held_up ? "yes" : "no";
    if (ended || heldUp !== box.dataset.heldUp) {
      location.reload();
      return;
    }
    show(box, found);
  }
  setTimeout(() => ask(box), found && !found.held_up ? OFTEN : SELDOM);
}

for (const box of document.querySelectorAll("[data-job]")) setTimeout(() => ask(box), OFTEN);
