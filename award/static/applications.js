// On a section's page: questions come and go with the answers they depend on. Without this script,
// "Save and continue" does it.
import { figure } from "./figures.js";

const form = document.querySelector("form[data-section]");
const questions = new Map(
  [...form.querySelectorAll("[data-question]")].map((box) => [box.dataset.question, box]),
);

// What stands in a question's inputs: a list of values, empty while it is hidden.
function values(key) {
  const box = questions.get(key);
  if (!box || box.hidden) return [];
  return [...box.querySelectorAll("input:not([type=hidden]), textarea, select")]
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value.trim())
    .filter((value) => value !== "");
}

function holds(condition) {
  if ("is" in condition) return condition.is;
  if ("all" in condition) return condition.all.every(holds);
  if ("any" in condition) return condition.any.some(holds);
  if ("not" in condition) return !holds(condition.not);
  if ("share" in condition) return isSmall(condition);
  const given = values(condition.question);
  if ("answered" in condition) return given.length > 0 === condition.answered;
  return given.some((value) => condition.in.includes(value));
}

// A column of a table, of all that its figures come to: as tables.js adds up.
function isSmall({ question, share, below }) {
  const table = questions.get(question);
  if (!table || table.hidden || table.dataset.unread) return false;
  const { [share]: part } = JSON.parse(table.dataset.sums ?? "{}");
  const whole = Number(table.dataset.amount ?? 0);
  return whole > 0 && (part ?? 0) * 100 < below * whole;
}

// In page order, so that a question hidden here counts as unanswered for those after it.
function reveal() {
  for (const box of questions.values()) {
    if (box.dataset.shownIf) box.hidden = !holds(JSON.parse(box.dataset.shownIf));
  }
}

// What several amounts come to, beside the total they should come to.
function amount(key) {
  const table = questions.get(key);
  if (table?.dataset.amount && !table.hidden) return Number(table.dataset.amount); // tables.js
  const number = figure(values(key)[0] ?? "");
  return number < 0 ? null : number;
}

// Something stands there that is no amount. Nothing is compared while that is so.
function unread(key) {
  const table = questions.get(key);
  if (!table || table.hidden) return false;
  if (table.dataset.amount) return Boolean(table.dataset.unread);
  return values(key).length > 0 && amount(key) === null;
}

function apart(figure, over, { dataset }) {
  return `${figure} ${over > 0 ? "more" : "less"} than “${dataset.totalName}”`;
}

function addUp() {
  for (const box of form.querySelectorAll("[data-sum]")) {
    const shown = (number) => box.dataset.prefix + number.toLocaleString("en-GB");
    const soFar = box.dataset.sum.split(" ").reduce((sum, key) => sum + (amount(key) ?? 0), 0);
    const total = amount(box.dataset.total);
    const over = soFar - (total ?? 0);
    const wrong = [...box.dataset.sum.split(" "), box.dataset.total].filter(unread);
    const put = (name, text) => (box.querySelector(`[data-sum-${name}]`).textContent = text);
    put("so-far", wrong.length ? "–" : shown(soFar));
    put("total", shown(total ?? 0));
    put("difference", over ? apart(shown(Math.abs(over)), over, box) : "none");
    put("names", wrong.map((key) => questions.get(key).dataset.short).join(", "));
    box.querySelector("[data-sum-unread]").hidden = wrong.length === 0;
    for (const line of box.querySelectorAll("[data-sum-compared]")) {
      line.hidden = total === null || wrong.length > 0;
    }
  }
}

const scripted = Object.assign(document.createElement("input"), {
  type: "hidden",
  name: "scripted",
  value: "1",
});
form.append(scripted);
reveal();
// On leaving a field: a screen reader would read out every digit's sum otherwise.
form.addEventListener("change", addUp);
form.addEventListener("change", reveal); // what depends on sums

// A box for one line takes no second one: Enter does what it does in any other.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !("line" in event.target.dataset)) return;
  event.preventDefault();
  form.requestSubmit([...form.elements].find((one) => one.name === "then" && one.value === "continue"));
});

// What is left, as the server counts it, in the bar and beside every section.
form.addEventListener("saved", ({ detail: { progress, conflicts } }) => {
  if (!progress) return;
  // Drawn by the page's own templates.
  document.querySelector("[data-conflicts]").innerHTML = conflicts.banner;
  document.querySelector("[data-choose]").innerHTML = conflicts.bar;
  for (const [key, box] of questions) {
    box.querySelector("[data-two-versions]").innerHTML = conflicts.answers[key] ?? "";
  }
  document.querySelector("[data-left]").textContent = progress.left;
  for (const line of document.querySelectorAll("[data-says]")) {
    const told = progress.sections[line.dataset.says];
    if (!told) continue;
    line.textContent = told[0];
    line.className = `app-sections__state app-sections__state--${told[1]}`;
  }
});

// The bar is as high as what it says: what has the focus is never under it.
const bar = document.querySelector("[data-bar]");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--app-bar-height", `${bar.offsetHeight}px`);
}).observe(bar);

form.addEventListener("input", reveal);
addEventListener("pageshow", reveal); // Back brings typed values, and no input event
