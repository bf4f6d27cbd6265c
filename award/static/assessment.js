// The score sheet: a running total, digits as keys, and saving while you write. The sheet works
// without any of it.
const sheet = document.querySelector("form[data-autosave]");
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
  sheet.querySelector("[data-scored]").textContent = String(scored);
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
let stopped = false;

function say(text) {
  sheet.querySelector("[data-saved]").textContent = text;
}

function waitThenSave() {
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function save() {
  if (saving) return waitThenSave();
  saving = send().finally(() => {
    saving = null;
  });
}

// 11.03am, as times stand everywhere else.
function clock(moment) {
  const hours = moment.getHours();
  const minutes = String(moment.getMinutes()).padStart(2, "0");
  return `${hours % 12 || 12}.${minutes}${hours < 12 ? "am" : "pm"}`;
}

async function send() {
  try {
    const answer = await fetch(sheet.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(sheet)),
      headers: { "X-Autosave": "1" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const version = page.querySelector("form[data-autosave] [name=base_version]");
    if (!answer.ok || !version || page.querySelector(".nhsuk-error-summary")) {
      stopped = true;
      say("Not saved automatically. Use “Save draft” to see why.");
      return;
    }
    sheet.querySelector("[name=base_version]").value = version.value;
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
    if (!saving) return;
    // Let the save that is under way end, or this one would come too late against our own.
    event.preventDefault();
    saving.then(() => sheet.requestSubmit(event.submitter));
  });
}
