// The score sheet: a running total, digits as keys, and saving while you write. The sheet works
// without any of it.
const sheet = document.querySelector("form[data-sheet]");
const groups = sheet ? [...sheet.querySelectorAll("[data-criterion]")] : [];

function showTotal() {
  let weights = 0;
  let sum = 0;
  let scored = 0;
  for (const group of groups) {
    const chosen = group.querySelector("input:checked");
    if (!chosen) continue;
    const weight = Number(group.dataset.weight);
    weights += weight;
    sum += weight * Number(chosen.value);
    scored += 1;
  }
  const total = sheet.querySelector("[data-total]");
  // Tenths of a per cent, half up, as the server rounds for display.
  total.textContent = scored
    ? `${(Math.floor((sum * 100) / weights + 0.5) / 10).toFixed(1)}%`
    : "not scored yet";
  const partly = scored > 0 && scored < groups.length;
  sheet.querySelector("[data-total-label]").textContent = `Weighted total${partly ? " so far" : ""}:`;
  const progress = sheet.querySelector("[data-progress]");
  progress.textContent = `(${scored} of ${groups.length} scored)`;
  progress.hidden = scored === groups.length;
}

// 1 to 9 and 0 for ten, while the focus is on a score of that criterion.
function pressDigit(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
  const group = event.target.closest("[data-criterion]");
  const value = event.key === "0" ? "10" : event.key;
  const radio = group && group.querySelector(`input[value="${value}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

const PAUSE = 4000;
let timer = 0;
let saving = null;
// A page that shows what was saved elsewhere has no data-autosave: whoever reads both texts
// decides, by pressing a button, which of them stays.
let signedOut = false;
let stopped = !(sheet && "autosave" in sheet.dataset);

function say(text) {
  sheet.querySelector("[data-saved]").textContent = text;
}

function waitThenSave() {
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function save() {
  if (stopped) return;
  if (saving) return waitThenSave();
  saving = send().finally(() => {
    saving = null;
  });
}

// 11:03am, as times stand everywhere else.
function clock(moment) {
  const hours = moment.getHours();
  const minutes = String(moment.getMinutes()).padStart(2, "0");
  return `${hours % 12 || 12}:${minutes}${hours < 12 ? "am" : "pm"}`;
}

// Why the answer is no saved sheet, and what to do; nothing when the sheet was saved.
function whyNot(answer, page, before) {
  if (new URL(answer.url).pathname !== new URL(sheet.action).pathname || answer.status === 400) {
    signedOut = true;
    return "Not saved. You have been signed out: sign in again in a new tab, then press Save draft.";
  }
  if (answer.status === 409) return "Not saved. This sheet has been submitted.";
  if (answer.status === 404) return "Not saved. You no longer have this application.";
  const version = page.querySelector("form[data-sheet] [name=base_version]");
  // More than one version on means that another window saved as well: its words aren't ours.
  if (!page.querySelector("form[data-autosave]") || Number(version.value) > before + 1) {
    return "Not saved. This sheet was saved in another window: press Save draft to see both.";
  }
  if (!answer.ok || page.querySelector(".nhsuk-error-summary")) {
    return "Not saved automatically. Press Save draft to see why.";
  }
  return "";
}

// Signing in again makes this page's token worthless: take one of the new session, if there is one.
async function freshToken() {
  if (!signedOut) return;
  signedOut = false;
  try {
    const answer = await fetch(sheet.action);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-sheet] [name=csrf_token]");
    if (token) sheet.querySelector("[name=csrf_token]").value = token.value;
  } catch {
    // The form is sent as it is, and the browser says what is wrong.
  }
}

async function send() {
  const before = Number(sheet.querySelector("[name=base_version]").value);
  try {
    const answer = await fetch(sheet.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(sheet)),
      headers: { "X-Autosave": "1" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const problem = whyNot(answer, page, before);
    if (problem) {
      stopped = true;
      say(problem);
      return;
    }
    sheet.querySelector("[name=base_version]").value = page.querySelector(
      "form[data-sheet] [name=base_version]",
    ).value;
    say(`Draft saved at ${clock(new Date())}`);
  } catch {
    say("No connection: not saved yet. We will try again.");
    timer = setTimeout(save, 5 * PAUSE);
  }
}

if (sheet) {
  sheet.addEventListener("input", waitThenSave);
  sheet.addEventListener("change", showTotal);
  sheet.addEventListener("keydown", pressDigit);
  sheet.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!saving && !signedOut) return;
    // Let the save that is under way end, or this one would come too late against our own.
    event.preventDefault();
    Promise.resolve(saving)
      .then(freshToken)
      .then(() => sheet.requestSubmit(event.submitter));
  });
}
