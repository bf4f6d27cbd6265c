// Words selected in an answer are pinned to a criterion. Without script a page of its own does it.
const reading = document.querySelector("#reading");
const sheet = document.querySelector("form[data-sheet]");
const bar = document.querySelector("[data-pin-bar]");
const places = [...bar.querySelectorAll("input[type=radio]")];
const said = bar.querySelector("[role=status]");
const LATER = 200; // milliseconds that a selection rests before the bar follows it
const ENOUGH = /[\p{L}\p{N}](?:[^\p{L}\p{N}]*[\p{L}\p{N}]){2}/u; // three letters or figures, as the server wants
const SEEN = 5_000; // how long what was said stays
let chosen = null;
let timer = null;

function answerOf(node) {
  return (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest("[data-answer]");
}

// What is selected, if it is words of one answer; and which of several equal places it is.
function selected() {
  const selection = getSelection();
  const words = selection.toString().trim();
  if (!ENOUGH.test(words) || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const answer = answerOf(range.startContainer);
  if (!answer || !reading.contains(answer) || answer !== answerOf(range.endContainer)) return null;
  if (answer.querySelector("h3").contains(range.startContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(answer);
  before.setStart(answer.querySelector("h3").nextSibling, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const plain = (text) => text.replace(/\s+/g, " ");
  const nth = plain(before.toString()).split(plain(words)).length - 1;
  return { answer, words, nth };
}

function follow() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (bar.contains(document.activeElement)) return; // they are choosing the criterion
    const found = selected();
    if (!found && said.textContent) return; // what was said stays until something else is selected
    chosen = found;
    bar.hidden = !chosen;
    if (!chosen) return;
    said.textContent = "";
    bar.querySelector("[data-pin-words]").textContent =
      chosen.words.length > 80 ? `${chosen.words.slice(0, 79)}…` : chosen.words;
    const group = chosen.answer.closest("[data-criterion-read]");
    const about = places.find((one) => one.value === group?.dataset.criterionRead);
    if (about) about.checked = true;
  }, LATER);
}

async function pin() {
  if (!chosen) return;
  const { answer, words, nth } = chosen;
  const to = places.find((one) => one.checked).value;
  const body = new URLSearchParams({
    csrf_token: sheet.elements.namedItem("csrf_token").value,
    question: answer.dataset.answer, quotation: words, nth,
  });
  try {
    const address = bar.dataset.pinBar.replace("CRITERION", encodeURIComponent(to));
    const response = await fetch(address, {
      method: "POST", body, headers: { Accept: "application/json" },
    });
    const told = await response.json();
    said.textContent = told.said;
    if (told.outcome !== "saved") return;
    answer.outerHTML = told.answer;
    sheet.querySelector(`[data-pinned="${CSS.escape(to)}"]`).innerHTML = told.pinned;
    chosen = null;
    getSelection().removeAllRanges();
    setTimeout(() => {
      bar.hidden = !chosen;
    }, SEEN);
  } catch {
    said.textContent = "Not pinned: there is no connection. Select the words again.";
  }
}

// "Pin a passage" beside a criterion takes what is selected along; with nothing selected it leads to
// the page that asks for the words. A press may undo the selection before it is a click.
let held = null;

function besideCriterion(target) {
  return target.closest?.('button[name="then"][value^="pin-"]');
}

sheet.addEventListener("pointerdown", (event) => {
  if (besideCriterion(event.target)) held = selected() ?? chosen;
});

sheet.addEventListener("click", (event) => {
  const button = besideCriterion(event.target);
  if (!button) return;
  chosen = chosen ?? held ?? selected();
  held = null;
  if (!chosen) return;
  event.preventDefault();
  clearTimeout(timer);
  const to = button.value.slice("pin-".length);
  const place = places.find((one) => one.value === to);
  if (place) place.checked = true;
  bar.querySelector("[data-pin-words]").textContent = chosen.words;
  bar.hidden = false;
  pin();
});

document.addEventListener("selectionchange", follow);
bar.querySelector("[data-pin]").addEventListener("click", pin);
bar.querySelector("[data-pin-not]").addEventListener("click", () => {
  chosen = null;
  said.textContent = "";
  bar.hidden = true;
});
