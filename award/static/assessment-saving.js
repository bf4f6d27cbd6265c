// Saves the score sheet while it is written, and in place when "Save draft" is pressed.
import { keepOnLeaving } from "./leaving.js";

const PAUSE = 4000;

export function keepSaving(sheet) {
  const said = sheet.querySelector("[data-saved]");
  const version = sheet.elements.namedItem("base_version");
  let timer = 0;
  let saving = null; // the save under way, as a promise
  let changed = false;
  let signedOut = false;
  let stopped = false; // a person has to look: only a button goes on from here

  function say(text) {
    said.textContent = text;
  }

  function wait(pause = PAUSE) {
    changed = true;
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  function save() {
    clearTimeout(timer);
    if (saving) return saving.then(() => (changed ? save() : undefined));
    changed = false;
    saving = send().finally(() => {
      saving = null;
    });
    return saving;
  }

  // What the answer means, when the sheet was not saved; nothing when it was.
  async function problemOf(answer) {
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (json) return (await answer.json()).problem;
    if (answer.status === 404) return "Not saved. This application is no longer on your list.";
    if (answer.redirected || [400, 403].includes(answer.status)) {
      signedOut = true;
      return "Not saved. You have been signed out: sign in again in a new tab, then press Save draft.";
    }
    return "Not saved automatically. Press Save draft to see why.";
  }

  async function send() {
    try {
      const answer = await fetch(sheet.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(sheet)),
        headers: { Accept: "application/json" },
        keepalive: document.visibilityState === "hidden",
      });
      if (answer.ok && !answer.redirected) {
        const saved = await answer.json();
        version.value = saved.version;
        say(saved.saved);
        return;
      }
      changed = true;
      stopped = true;
      say(await problemOf(answer));
    } catch {
      say("No connection: not saved yet. We will try again.");
      wait(5 * PAUSE);
    }
  }

  // Signing in again makes this page's token worthless: take one of the new session, if there is.
  async function freshToken() {
    if (!signedOut) return;
    signedOut = false;
    try {
      const answer = await fetch(sheet.action);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-sheet] [name=csrf_token]");
      if (token) sheet.elements.namedItem("csrf_token").value = token.value;
    } catch {
      // The form is sent as it is, and the browser says what is wrong.
    }
  }

  async function saveInPlace(button) {
    say("Saving…");
    changed = true;
    await save();
    if (stopped) leave(button);
  }

  // Let the save that is under way end, or this one would come too late against our own.
  async function leave(button) {
    stopped = true;
    clearTimeout(timer);
    await saving;
    await freshToken();
    leaving = true;
    setTimeout(() => sheet.requestSubmit(button)); // not within the event that was stopped
  }

  let leaving = false;
  sheet.addEventListener("input", () => wait());
  sheet.addEventListener("submit", (event) => {
    if (leaving) {
      leaving = false;
      return;
    }
    event.preventDefault();
    if (event.submitter?.value === "save" && !stopped) saveInPlace(event.submitter);
    else leave(event.submitter);
  });
  keepOnLeaving(sheet, {
    unsaved: () => changed || saving !== null,
    save: async () => (stopped ? undefined : changed ? save() : saving),
  });
}
