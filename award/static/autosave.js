// Every form with something to type in: nothing typed is lost. One that says where (data-autosave)
// is saved a moment after it was typed. Without a connection the page holds on to any form, keeps a
// copy on this device and sends it when the connection is back. Without script the buttons do it all.
//
// The server answers each save with one kind of JSON: `outcome` (saved, conflict, error, refused,
// signed_out) and what to say; see award/design/saving.py.
import { fill, forget, HEARD, keepCopies } from "./kept.js";
import { keepOnLeaving } from "./leaving.js";

const QUIET = 3000; // milliseconds without typing
const AGAIN = 10_000; // after a failed connection
const PATIENCE = 3000; // for an answer that only shows that the server can be reached
const OUTLIVES = 60_000; // bytes of a save that a browser still sends for a page that is gone
const RARELY = 300_000; // milliseconds between two times that "saved" is read out
const SOON = [0, 1000, 2000, 4000]; // after the browser says that it is back: the first may still fail
const OFFLINE = "No connection, so this is not saved yet. What you typed is kept on this device.";

async function reachable() {
  if (!navigator.onLine) return false;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal });
    return true;
  } catch (error) {
    return error.name === "TimeoutError"; // slow is not away: let the browser wait for it
  }
}

function whenBack(act) {
  addEventListener("online", () => SOON.forEach((time) => setTimeout(act, time)));
}

const OUR_FAULT = "Not saved: something went wrong on our side.";

const NOT_YOURS = "Not saved: you can’t open this any more. Somebody may have taken you off it. What you typed is still on this page: copy it if you want to keep it.";

export function keep(form) {
  const address = form.dataset.autosave;
  const said = form.querySelector("[data-saved]") ?? document.querySelector(`[data-saved="${form.id}"]`) ?? statusOf(form);
  const announce = announcer(said);
  const settled = new Set(); // parts with two versions: left alone until a person has chosen
  let timer = null;
  let saving = null; // the save under way, as a promise
  let flying = null; // what it sent
  let held = null; // a button that was pressed without a connection
  let dirty = "unsaved" in form.dataset;
  let stopped = "choosing" in form.dataset; // a person has to look: only a button goes on from here
  let signedOut = false;
  let lost = false; // the last save found nobody
  let leaving = false; // the page that comes next may have been read before the save arrived
  let busy = false;
  let ready = false;
  let page = newPage(); // and how many answers it has heard: one that got lost is no other window

  form.addEventListener("formdata", ({ formData }) => formData.has(HEARD) && formData.set(HEARD, page));

  function say(text, link = null, more = null) {
    said.textContent = text;
    if (link) said.append(" ", Object.assign(document.createElement("a"), link));
    if (more) said.append(" ", more);
    announce(said.textContent);
  }

  function wait(delay = QUIET) {
    clearTimeout(timer);
    if (address && !stopped) timer = setTimeout(save, delay);
  }

  function save() {
    clearTimeout(timer);
    if (saving) return saving.then(() => (dirty ? save() : undefined));
    dirty = false;
    saving = send().finally(() => {
      saving = flying = null;
    });
    return saving;
  }

  function later(why) {
    dirty = true;
    const back = lost ? ", and at once when the connection is back" : "";
    say(`${why} We try again every ${AGAIN / 1000} seconds${back}.`);
    wait(AGAIN);
  }

  async function send(again = true) {
    say("Saving…");
    const sent = new URLSearchParams(new FormData(form));
    for (const name of settled) sent.delete(name);
    flying = sent;
    let answer;
    try {
      const response = await fetch(address, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        keepalive: String(sent).length < OUTLIVES, // goes on when the page is left meanwhile
      });
      const json = response.headers.get("Content-Type")?.startsWith("application/json");
      lost = false;
      if (response.status >= 500 || response.status === 429) return later(OUR_FAULT);
      answer = json ? await response.json() : { outcome: "error", said: response.status === 404 ? NOT_YOURS : "Not saved. Try the button." };
    } catch {
      lost = true;
      return later(OFFLINE);
    }
    if (answer.outcome === "signed_out" && answer.csrf_token && again) {
      form.elements.namedItem("csrf_token").value = answer.csrf_token;
      return send(false);
    }
    take(answer, sent);
  }

  function take(answer, sent) {
    signedOut = answer.outcome === "signed_out";
    if (signedOut) {
      dirty = true;
      return say("You have been signed out. What you typed is still on this page, but not saved.", {
        href: form.dataset.signIn,
        target: "_blank",
        rel: "noopener",
        textContent: "Sign in again in a new tab, then come back here and save.",
      });
    }
    const shown = answer.bases ? takeOver(answer, sent) : "";
    for (const name of answer.settled ?? []) settled.add(name);
    if (answer.outcome === "saved" && !dirty && !leaving) copies?.drop();
    const both = answer.outcome === "conflict" && !answer.bases ? bothVersions() : null;
    say(dirty && answer.bases ? "Changed since it was saved" : `${answer.said}${shown}`, answer.link, both);
    if (answer.outcome !== "saved") dirty = true;
    if (!answer.bases) stopped = true;
    form.dispatchEvent(new CustomEvent("saved", { detail: { ...answer, sent } }));
  }

  // Nothing was saved, since somebody else saved other words: to the page that has both.
  function bothVersions() {
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", formAction: address, className: "app-link-button", textContent: "Show both versions" });
    if (form.id) button.setAttribute("form", form.id);
    return button;
  }

  // What this page started from moves on. Boxes left alone here show what somebody else saved; one
  // typed in since keeps its words and its old mark, so that the next save finds both.
  function takeOver(answer, sent) {
    const now = new FormData(form);
    const { [HEARD]: heard, ...bases } = answer.bases;
    const shown = [];
    const waiting = new Set();
    page = heard ?? page;
    for (const { field, label, value } of answer.theirs ?? []) {
      if (String(now.getAll(field)) === String(sent.getAll(field))) {
        fill(form, field, value);
        shown.push(`“${label}”`);
      } else waiting.add(field);
    }
    for (const [name, value] of Object.entries(bases)) {
      const input = form.elements.namedItem(name);
      const marks = waiting.size ? JSON.parse(input.value) : {};
      const next = waiting.size ? JSON.parse(value) : {};
      for (const field of waiting) next[field] = marks[field];
      input.value = waiting.size ? JSON.stringify(next) : value;
    }
    return shown.length ? `. Changed elsewhere meanwhile, and shown here now: ${shown.join(", ")}` : "";
  }

  form.addEventListener("input", () => {
    dirty = true;
    leaving = false;
    if (address && !signedOut && !stopped) say("Changed since it was saved"); // else why not, and the way on
    wait();
  });

  form.addEventListener("hurry", () => dirty && wait(0));
  whenBack(() => lost && dirty && !held && wait(0));

  // Sent once nothing is under way that it would compete with, and somebody is there to take it.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    const button = event.submitter;
    const inPlace = address && !stopped && button?.value === form.dataset.inPlace;
    if (ready || !(saving || signedOut || inPlace || away())) {
      ready = false;
      copies?.keepNow({ posted: true });
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    await saving;
    if (inPlace || signedOut) {
      dirty = true;
      await save();
    }
    busy = false;
    if (signedOut || (inPlace && !stopped)) return;
    if (away() && !(await reachable())) return hold(button);
    clearTimeout(timer);
    ready = true;
    form.requestSubmit(button);
  });

  const away = () => lost || !navigator.onLine;

  function hold(button) {
    copies?.keepNow();
    dirty = true;
    say(`${OFFLINE} We will send it when the connection is back: leave this page open.`);
    if (held) return;
    const trying = setInterval(tryAgain, AGAIN);
    async function tryAgain() {
      if (!held || !(await reachable())) return;
      clearInterval(trying);
      const pressed = held.button;
      held = null;
      lost = false;
      say("The connection is back. Sending…");
      ready = true;
      form.requestSubmit(pressed);
    }
    held = { button };
    whenBack(tryAgain);
  }

  const copies = keepCopies(form);
  if (address) {
    keepOnLeaving(form, {
      unsaved: () => dirty || saving !== null,
      save: async () => (stopped || signedOut ? undefined : dirty ? save() : saving),
      keep: () => {
        leaving = true;
        copies?.keepNow({ sent: !stopped && !signedOut, flying });
      },
    });
  } else if (copies) {
    keepOnLeaving(form, {
      unsaved: () => held !== null,
      save: async () => undefined,
      keep: () => copies.keepNow(),
    });
  }
}

// A name of its own, also for a tab that the browser made of another one with all that was in it.
function newPage() {
  return `${[...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}.0`;
}

// What a screen reader reads out of it: what went wrong, at once; that it is saved, the first time,
// after trouble, and now and then. The line itself changes with every pause in the typing.
function announcer(said) {
  const loud = Object.assign(document.createElement("p"), { className: "nhsuk-u-visually-hidden" });
  loud.setAttribute("role", "status");
  said.removeAttribute("role");
  said.after(loud);
  let last = -Infinity;
  let trouble = false;
  return (text) => {
    if (text === "Saving…" || text === "Changed since it was saved") return;
    const plain = /^Saved at [\d:apm]+$/.test(text);
    if (plain && !trouble && performance.now() - last < RARELY) return;
    trouble = !plain;
    last = performance.now();
    loud.textContent = text;
  };
}

function statusOf(form) {
  const line = Object.assign(document.createElement("p"), { className: "app-saved" });
  line.setAttribute("role", "status");
  const last = [...form.querySelectorAll("button[type=submit]")].at(-1);
  const group = last?.closest(".nhsuk-button-group") ?? last;
  if (group) group.before(line);
  else form.append(line);
  return line;
}

forget();
for (const words of document.querySelectorAll("form input[name=in_words]")) keep(words.form);
