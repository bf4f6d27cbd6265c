// On a section's page: questions come and go with the answers they depend on. Without this script,
// "Save and continue" does it.

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
  const given = values(condition.question);
  if ("answered" in condition) return given.length > 0 === condition.answered;
  return given.some((value) => condition.in.includes(value));
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
  const plain = (values(key)[0] ?? "").normalize("NFKC").replace(/[£,'’\s\p{Cf}]|gbp/giu, "");
  const text = plain.replace(/\.0{0,2}$/, "");
  return /^\d+$/.test(text) ? Number(text) : null;
}

function addUp() {
  for (const box of form.querySelectorAll("[data-sum]")) {
    const shown = (number) => box.dataset.prefix + number.toLocaleString("en-GB");
    const soFar = box.dataset.sum.split(" ").reduce((sum, key) => sum + (amount(key) ?? 0), 0);
    const total = amount(box.dataset.total);
    const over = soFar - (total ?? 0);
    const { more, less, same } = box.dataset;
    const words = over ? `${shown(Math.abs(over))} ${over > 0 ? more : less}` : same;
    box.querySelector("[data-sum-so-far]").textContent = shown(soFar);
    box.querySelector("[data-sum-difference]").textContent = words;
    box.querySelector("[data-sum-compared]").hidden = total === null;
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

form.addEventListener("input", reveal);
addEventListener("pageshow", reveal); // Back brings typed values, and no input event
