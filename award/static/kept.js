// A copy of what is being typed, on this device, until the server has it: per person and per form.
// After a crash it is offered back. Signing out removes every copy, and so does somebody else.
export const HEARD = "page_heard"; // which page it is: of no use to the next
const PREFIX = "award-kept:";
const GONE = "award-signed-out"; // tells other windows to keep nothing more
const LONGEST = 7 * 24 * 60 * 60 * 1000;
const JUST_NOW = 60 * 1000;
const SOON = 500; // milliseconds without typing

let signedOut = false;

function all() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function storable() {
  try {
    return Boolean(localStorage);
  } catch {
    return false; // forbidden in this browser: then there are no copies
  }
}

// Copies that the server has by now (it says so in a cookie), that are old, or another person's.
export function forget() {
  if (!storable()) return;
  const person = document.querySelector("input[name=in_words][data-person]")?.dataset.person;
  const sent = document.cookie.match(/(?:^|; )kept_sent=([^;]*)/)?.[1];
  const done = sent?.replace(/^"|"$/g, "").split("|").map(decodeURIComponent) ?? [];
  for (const key of all()) {
    const [, whose, path] = key.match(/^[^:]*:([^:]*):(.*)$/) ?? [];
    const old = Date.now() - (read(key)?.at ?? 0) > LONGEST;
    if (old || (person && whose !== person) || done.includes(decodeURI(path))) {
      localStorage.removeItem(key);
    }
  }
  if (sent) document.cookie = "kept_sent=; path=/; max-age=0";
  addEventListener("storage", (event) => {
    if (event.key === GONE) signedOut = true;
  });
  for (const out of document.querySelectorAll("form[action$='/sign-out']")) {
    out.addEventListener("submit", () => {
      signedOut = true;
      for (const key of all()) localStorage.removeItem(key);
      localStorage.setItem(GONE, String(Date.now()));
    });
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function valuesOf(form) {
  const secret = new Set([...form.querySelectorAll("[type=password]")].map((input) => input.name));
  return [...new FormData(form)].filter(
    ([name, value]) => !["csrf_token", "in_words", HEARD].includes(name) && !secret.has(name) && typeof value === "string",
  );
}

// What people see in the boxes; what a page starts from is not theirs to lose.
function typed(form, values) {
  const hidden = new Set([...form.querySelectorAll("[type=hidden]")].map((input) => input.name));
  const norm = (text) => text.replace(/\r\n/g, "\n").trim();
  return values.map(([name, value]) => [name, norm(value)]).filter(([name, value]) => !hidden.has(name) && value);
}

const visible = (form, values) => JSON.stringify(typed(form, values));

// Is this page the answer to that very post, with all of it in its boxes? The server may have tidied
// it (a postcode, an amount, a time), so that it needn't look alike: it is there, so it is not
// offered once more. A box that the answer hasn't any more was taken: some of several were recorded.
function answers(form, values) {
  if (!form.querySelector("[name=in_words][data-answers]")) return false;
  const shown = new Set(typed(form, valuesOf(form)).map(([name]) => name));
  const taken = (name) => !form.elements.namedItem(name) && !form.querySelector("[name^='rows_']");
  return typed(form, values).every(([name]) => shown.has(name) || taken(name));
}

// Nothing for somebody who is not signed in: the device may be shared.
export function keepCopies(form) {
  const person = form.querySelector("[name=in_words]")?.dataset.person;
  if (!person || !storable()) return null;
  const key = `${PREFIX}${person}:${new URL(form.action, location).pathname}`;
  let timer = null;

  function still() {
    clearTimeout(timer);
    timer = null;
  }

  // `sent` on the way out of the page, where nobody hears the answer, perhaps after an earlier save
  // that is still `flying`; `posted` with a button, whose answer is the next page.
  function keepNow({ sent = false, posted = false, flying = null } = {}) {
    still();
    if (signedOut) return;
    const before = flying && visible(form, [...flying]);
    const copy = { at: Date.now(), sent, posted, before, values: valuesOf(form) };
    try {
      localStorage.setItem(key, JSON.stringify(copy));
    } catch {
      // Full: the page itself still has it.
    }
  }

  function drop() {
    still();
    localStorage.removeItem(key);
  }

  const found = read(key);
  const same = found && visible(form, found.values) === visible(form, valuesOf(form));
  const answered = found?.posted && answers(form, found.values);
  const justSent = found?.sent && !same && Date.now() - found.at < JUST_NOW;
  if (same) {
    if (!document.querySelector(".nhsuk-error-summary")) drop();
  } else if (found && !justSent && !answered) {
    offer(form, found, { putBack: () => putBack(form, found.values), drop });
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, SOON);
  });
  addEventListener("pagehide", () => timer && keepNow());
  if (justSent) {
    // This page was asked for while that was on its way, or it never arrived: it goes again, with
    // what it was written over, so that nobody else's words are lost to it.
    const arrived = found.before === visible(form, valuesOf(form));
    putBack(form, found.values, { bases: !arrived });
  }
  return { keepNow, drop };
}

function offer(form, { at }, { putBack, drop }) {
  const when = new Date(at);
  const time = when.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
  const clock = time.replace(/\s/g, "");
  const day = when.toDateString() === new Date().toDateString() ? "" : ` on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
  const box = Object.assign(document.createElement("div"), { className: "nhsuk-inset-text" });
  box.dataset.kept = "";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "What you typed before");
  const words = `We kept what you typed at ${clock}${day} on this device. It was not saved.`;
  box.append(Object.assign(document.createElement("p"), { textContent: words }));
  for (const [text, act] of [["Put it back", putBack], ["Throw it away", drop]]) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "nhsuk-button nhsuk-button--secondary nhsuk-button--small", textContent: text,
    });
    button.addEventListener("click", () => {
      act();
      box.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    box.append(button, " ");
  }
  form.before(box);
}

// What the page started from comes back as well, so that somebody else's change since is noticed.
function putBack(form, values, { bases = true } = {}) {
  form.dispatchEvent(new CustomEvent("putback", { detail: values })); // for rows that are not there
  for (const { name, type } of [...form.elements]) {
    if (!name || ["csrf_token", "in_words", "scripted", HEARD].includes(name)) continue;
    if (type === "hidden" && (!bases || name.startsWith("rows_"))) continue;
    const given = values.filter(([n]) => n === name).map(([, value]) => value);
    if (given.length || form.querySelector(`[name="${CSS.escape(name)}"][type=checkbox]`)) fill(form, name, given);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

export function fill(form, name, value) {
  for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (["radio", "checkbox"].includes(input.type)) {
      input.checked = [value].flat().includes(input.value);
    } else {
      input.value = [value].flat()[0] ?? "";
      input.dispatchEvent(new Event("keyup")); // for the counter of words below it
    }
  }
}
