// On a section's page: questions come and go with the answers they depend on, and what is typed
// is saved every few seconds. Without this script, "Save and continue" does both.

import { keepOnLeaving } from "./leaving.js";

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

const DELAY = 3000;
const said = form.querySelector("[data-saved]");
const settled = new Set(); // questions with two versions: left alone until a person has chosen
const changed = new Set();
let timer = null;
let saving = null; // the save under way, as a promise

function say(text, link = null) {
  said.textContent = text;
  if (link) said.append(" ", Object.assign(document.createElement("a"), link));
}

let signedOut = false;

function saySignedOut() {
  signedOut = true;
  say("You have been signed out. What you typed is still on this page, but not saved.", {
    href: form.dataset.signIn,
    target: "_blank",
    rel: "noopener",
    textContent: "Sign in again in a new tab, then come back here and press “Save and continue”.",
  });
}

// After signing in elsewhere this page's token is that of an old session. False when signed out.
async function refreshToken() {
  const response = await fetch(form.dataset.autosave, { headers: { Accept: "application/json" } });
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  const token = json ? (await response.json()).csrf_token : null;
  if (!response.ok || !token) return false;
  form.elements.namedItem("csrf_token").value = token;
  signedOut = false;
  return true;
}

function base(key) {
  return form.elements.namedItem(`base_${key}`);
}

// Only the questions that changed are sent: each counts as in the page by its version.
function payload(keys) {
  const data = new FormData();
  data.set("csrf_token", form.elements.namedItem("csrf_token").value);
  for (const key of keys) {
    for (const input of questions.get(key).querySelectorAll("input, textarea, select")) {
      if (["radio", "checkbox"].includes(input.type) && !input.checked) continue;
      data.append(input.name, input.value);
    }
  }
  return data;
}

function save() {
  timer = null;
  if (saving) return wait();
  const keys = [...changed].filter((key) => !settled.has(key));
  if (keys.length === 0) return;
  changed.clear();
  saving = send(keys).finally(() => {
    saving = null;
  });
}

async function send(keys, again = true) {
  say("Saving…");
  try {
    const response = await fetch(form.dataset.autosave, {
      method: "POST",
      body: payload(keys),
      headers: { Accept: "application/json" },
      keepalive: document.visibilityState === "hidden",
    });
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : {};
    if ("signed_out" in answer || response.redirected) {
      if (again && !answer.signed_out && (await refreshToken())) return await send(keys, false);
      for (const key of keys) changed.add(key);
      return saySignedOut();
    }
    if (!response.ok || !json) {
      for (const key of keys) changed.add(key);
      return say(answer.refused ?? "Not saved. Press “Save and continue”.");
    }
    for (const [key, value] of Object.entries(answer.bases)) base(key).value = value;
    say(answer.saved);
    for (const [key, link] of Object.entries(answer.conflicts)) {
      settled.add(key);
      say("Saved from somewhere else as well: both versions are kept.", { href: link, textContent: "Choose which one to keep" });
    }
    if (Object.keys(answer.errors).length > 0) {
      for (const key of keys) if (key in answer.errors) changed.add(key);
      say("Saved, apart from an answer we can’t read. “Save and continue” shows which.");
    }
  } catch {
    for (const key of keys) changed.add(key);
    say("Not saved: no connection. We will keep trying.");
    wait(5 * DELAY);
  }
}

function wait(delay = DELAY) {
  if (timer === null) timer = setTimeout(save, delay);
}

form.addEventListener("input", (event) => {
  reveal();
  const box = event.target.closest("[data-question]");
  if (!box) return;
  changed.add(box.dataset.question);
  wait();
});

const waiting = () => [...changed].some((key) => !settled.has(key));

async function saveNow() {
  clearTimeout(timer);
  timer = null;
  if (saving) await saving;
  if (!signedOut && waiting()) save();
  return saving;
}

keepOnLeaving(form, { unsaved: () => saving !== null || waiting(), save: saveNow });

// A save under way changes versions: the page is sent after it, or it would compete with itself.
// And once known to be signed out, it is sent only after signing in again.
let ready = false;
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  timer = null;
  if (ready || !(saving || signedOut)) {
    ready = false;
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  await saving;
  clearTimeout(timer);
  timer = null;
  try {
    if (signedOut && !(await refreshToken())) return saySignedOut();
  } catch {
    // Without a connection the browser says so better than we can.
  }
  ready = true;
  form.requestSubmit(button);
});
