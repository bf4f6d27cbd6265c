// A meeting: arrow keys lead from one application to the next, and what another writes in the minute
// arrives while this page has nothing unsaved in it. Without script links and buttons do it all.
const EVERY = 4000; // milliseconds
const form = document.querySelector("form[data-meeting]");
const box = form?.elements.namedItem("note");
const base = form?.elements.namedItem("base");
const said = form?.querySelector("[data-saved]");
// What the server has, as far as this page knows: not what a browser or a copy put back into the box,
// nor what stands in it after a refusal.
let known = form && "unsaved" in form.dataset ? null : box?.defaultValue;

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, summary, [tabindex='0']")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (way) document.querySelector(`a[rel=${way}]`)?.click();
});

form?.addEventListener("saved", ({ detail: { bases, sent, theirs } }) => {
  if (!bases) return;
  known = theirs?.find(({ field }) => field === "note")?.value ?? sent.get("note");
});

// The mark of what this page shows of the minute: while nothing else is there, the server says nothing.
let heard = "";

function asked(address) {
  const url = new URL(address, location.href);
  if (heard) url.searchParams.set("known", heard);
  return fetch(url, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
}

async function ask() {
  if (!document.hidden) {
    const before = known;
    try {
      const response = await asked(form.dataset.autosave);
      if (response.status === 404) return; // not theirs any more
      const now = response.status === 200 && (await response.json());
      if (now && known === before) take(now); // else it was saved meanwhile, and this is older
    } catch {
      // no connection: asked again
    }
  }
  setTimeout(ask, EVERY);
}

// Only what nobody has touched here since it was saved; what was typed meets theirs when it is saved.
// What this page saved itself is no news, though it was tidied on the way: who pauses after a space
// goes on after it.
function take(now) {
  const words = now.words.replaceAll("\r\n", "\n");
  if (box.value !== known) return;
  heard = now.known;
  if (words === known || sameMarks(now.base)) return;
  box.value = known = words;
  base.value = JSON.stringify(now.base);
  box.dispatchEvent(new Event("change", { bubbles: true }));
  said.textContent = now.said;
}

function sameMarks(theirs) {
  const ours = JSON.parse(base.value || "{}");
  return Object.entries(theirs).every(([field, mark]) => ours[field] === mark);
}

if (box && base && !("choosing" in form.dataset)) setTimeout(ask, EVERY);

// Who reads along: the minute as it says now; where it is theirs no more, nothing of the page is.
const read = document.querySelector("[data-minute]");

async function follow() {
  if (!document.hidden) {
    try {
      const response = await asked(read.dataset.minute);
      if (response.status === 404) return location.reload();
      if (response.status === 200) shows(await response.json());
    } catch {
      // no connection: asked again
    }
  }
  setTimeout(follow, EVERY);
}

const partsOf = (words) => words.split(/(?:\r?\n){2,}/).filter(Boolean);

function shows({ words, said: when, known: mark }) {
  heard = mark;
  document.querySelector("[data-said]").textContent = when;
  const parts = partsOf(words);
  if (parts.join() === read.dataset.words) return; // read aloud once
  read.dataset.words = parts.join();
  read.replaceChildren(
    ...parts.map((part) => {
      const line = document.createElement("p");
      line.style.whiteSpace = "pre-line";
      line.textContent = part;
      return line;
    }),
  );
}

if (read) {
  read.dataset.words = partsOf(read.dataset.words).join();
  setTimeout(follow, EVERY);
}
