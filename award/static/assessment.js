// The score sheet: one criterion at a time, the running total, digits as keys. Without it the page
// shows everything at once, and all of it works.
import { keepTabs, narrow } from "./assessment-tabs.js";

const desk = document.querySelector("[data-desk]");
const sheet = desk.querySelector("form[data-sheet]");
const panel = desk.querySelector("#sheet");
const steps = [...sheet.querySelectorAll("[data-step]")];
const criteria = steps.filter((step) => "criterion" in step.dataset);
const entries = [...sheet.querySelectorAll(".app-steps a")];
const turn = sheet.querySelector("[data-turn]");
const tabs = keepTabs(desk);
const MARGIN = 16; // around the sheet, in pixels
const LOWEST = 320;

// What has been given

function chosenIn(step) {
  return step.querySelector("input[type=radio]:checked");
}

// As the server counts the different words of a text (`rules/saying.py`).
function saysSomething(text) {
  const words = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return new Set(words).size >= Number(sheet.dataset.least);
}

function overallDone() {
  const said = (name) => sheet.elements.namedItem(name).value.trim();
  const against = said("recommend") === "no" && !saysSomething(said("comments_for_programme"));
  return said("in_scope") && said("recommend") && saysSomething(said("comments_for_applicant")) && !against;
}

function showGiven() {
  steps.forEach((step, number) => {
    const given = step === criteria[number] ? chosenIn(step)?.value : overallDone() && "done";
    entries[number].nextElementSibling.textContent = given || "to do";
  });
}

function showTotal() {
  const scored = criteria.filter(chosenIn);
  const weight = (step) => Number(step.dataset.weight);
  const weights = scored.reduce((sum, step) => sum + weight(step), 0);
  const sum = scored.reduce((total, step) => total + weight(step) * chosenIn(step).value, 0);
  const all = scored.length === criteria.length;
  // Tenths of a per cent, half up, as the server rounds for display.
  sheet.querySelector("[data-total]").textContent = scored.length
    ? `${(Math.floor((sum * 100) / weights + 0.5) / 10).toFixed(1)}%`
    : "not scored yet";
  sheet.querySelector("[data-total-label]").textContent =
    `Weighted total${scored.length && !all ? " so far" : ""}:`;
  const progress = sheet.querySelector("[data-progress]");
  progress.textContent = `(${scored.length} of ${criteria.length} scored)`;
  progress.hidden = all;
  tabs.call("sheet", `Score sheet: ${scored.length} of ${criteria.length}`);
  showGiven();
}

// One criterion at a time

function titleOf(step) {
  return step.querySelector("[data-title]");
}

function pointTo(link, step, words) {
  link.hidden = !step;
  if (!step) return;
  link.href = `#${step.id}`;
  link.textContent = `${words}: ${titleOf(step).dataset.title}`;
}

function show(step) {
  const number = steps.indexOf(step);
  steps.forEach((other, place) => {
    other.hidden = other !== step;
    if (other === step) entries[place].setAttribute("aria-current", "step");
    else entries[place].removeAttribute("aria-current");
  });
  pointTo(turn.querySelector("[data-back]"), steps[number - 1], "Previous");
  pointTo(turn.querySelector("[data-on]"), steps[number + 1], "Next");
}

// The reading follows a choice made on the sheet. It never moves by itself.
function follow(step) {
  const answers = document.getElementById(`about-${step.dataset.criterion}`);
  if (answers) scrollTo(0, answers.getBoundingClientRect().top + scrollY - 16);
}

// In two columns the sheet scrolls by itself: to the criterion, and the page stays.
function bringUp(step) {
  const { top } = panel.getBoundingClientRect();
  panel.scrollTop += step.getBoundingClientRect().top - top - 16;
}

// The sheet reaches the bottom of the window wherever the page stands, so that its foot is in view.
function fit() {
  const top = Math.max(MARGIN, desk.getBoundingClientRect().top);
  const height = Math.max(LOWEST, innerHeight - top - MARGIN);
  panel.style.maxHeight = narrow.matches ? "" : `${height}px`;
}

function open(step, fromSheet) {
  show(step);
  history.replaceState(null, "", `#${step.id}`);
  titleOf(step).focus({ preventScroll: true });
  if (narrow.matches) {
    tabs.choose("sheet");
    step.scrollIntoView();
  } else {
    bringUp(step);
    if (fromSheet) follow(step);
  }
}

// 1 to 9 and 0 for ten, while the focus is anywhere on the sheet and not in a text: they go to the
// criterion that is shown. Outside the sheet a digit does nothing, or a word spoken to the computer
// could score.
function pressDigit(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
  const step = event.target.closest("[data-criterion]") ?? criteria.find((one) => !one.hidden);
  if (!step || event.target.matches("textarea, select, input:not([type=radio])")) return;
  const radio = step.querySelector(`input[value="${event.key === "0" ? "10" : event.key}"]`);
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
}

// Links inside the page lead to places that may be out of sight: the check page's to a field,
// the contents to an answer.
function reveal(id) {
  const target = id && document.getElementById(id);
  if (!target || !desk.contains(target)) return null;
  const step = target.closest("[data-step]");
  if (step) show(step);
  tabs.choose(panel.contains(target) ? "sheet" : "reading");
  return target;
}

function followLink(event) {
  const link = event.target.closest('a[href^="#"]');
  const target = link && reveal(link.hash.slice(1));
  if (!target || !steps.includes(target)) return;
  event.preventDefault();
  open(target, sheet.contains(link));
}

function start() {
  turn.hidden = false;
  sheet.querySelector("[data-keys]").hidden = false;
  show(steps[0]);
  showTotal();
  const target = reveal(location.hash.slice(1));
  if (steps.includes(target)) return open(target, true);
  if (target?.matches("input, textarea")) target.focus();
  target?.scrollIntoView();
  const step = target?.closest("[data-criterion]");
  if (step && !narrow.matches) follow(step);
}

fit();
start();
addEventListener("scroll", fit, { passive: true });
addEventListener("resize", fit);
// Before the error summary's own script, which can't focus what is hidden.
document.addEventListener("click", followLink, true);
addEventListener("hashchange", () => reveal(location.hash.slice(1))?.scrollIntoView());
addEventListener("pageshow", showTotal); // Back brings typed values, and no change event
sheet.addEventListener("input", showTotal);
panel.tabIndex = -1; // a click beside its boxes is on the sheet too
panel.addEventListener("keydown", pressDigit);
