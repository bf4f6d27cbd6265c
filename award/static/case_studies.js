// Saves a case study a moment after it was typed, and on "Save" without leaving the page. Without
// this script the buttons do both.
import { keepOnLeaving } from "./leaving.js";

const form = document.querySelector("form[data-autosave]");
const QUIET = 4_000; // milliseconds without typing
const AGAIN = 30_000; // after a failed connection

if (form) {
  const said = form.querySelector("[data-saved]");
  const contents = document.querySelectorAll("[data-contents] > li");
  // A choice between two versions is the person's: it is made with a button, never by itself.
  const choosing = form.querySelector("[name=choosing]") !== null;
  let timer = null;
  let saving = null; // the save under way, as a promise
  let dirty = "unsaved" in form.dataset;
  let signedOut = false;
  let toChoose = false; // two versions were found: "Save" leads to the page that shows both

  const say = (text, link = null) => {
    said.textContent = text;
    if (link) said.append(" ", Object.assign(document.createElement("a"), link));
  };

  const elsewhere = (href, textContent) => ({ href, textContent, target: "_blank", rel: "noopener" });

  const saySignedOut = () => {
    signedOut = true;
    const words = "Sign in again in a new tab, then come back and save.";
    const link = elsewhere(form.dataset.signIn, words);
    say("You have been signed out. What you typed is still here, but not saved.", link);
  };

  // After signing in elsewhere this page's token is that of an old session. False when signed out.
  const refreshToken = async () => {
    const response = await fetch(form.dataset.autosave);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("form[data-autosave] [name=csrf_token]");
    if (!token) return false;
    form.elements.namedItem("csrf_token").value = token.value;
    signedOut = false;
    return true;
  };

  const showSections = (sections) => {
    sections.forEach((section, place) => {
      const [link, count, tag] = contents[place].children;
      link.setAttribute("href", `#${section.field}`);
      count.textContent = section.count;
      tag.textContent = section.verdict;
      tag.hidden = !section.verdict;
      tag.className = `nhsuk-tag nhsuk-tag--${section.stops ? "red" : "grey"}`;
    });
  };

  const fill = (name, value) => {
    for (const input of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(input.type)) {
        input.checked = [value].flat().includes(input.value);
      } else {
        input.value = value;
        input.dispatchEvent(new Event("keyup")); // for the counter of words below it
      }
    }
  };

  // Boxes left alone here show what somebody else saved; one typed in since keeps its words, and
  // its old mark, so that the next save finds both.
  const takeOver = (answer, sent) => {
    const base = form.elements.namedItem("base");
    const marks = JSON.parse(base.value);
    const now = new FormData(form);
    const shown = [];
    for (const { field, label, value } of answer.theirs) {
      if (String(now.getAll(field)) === String(sent.getAll(field))) {
        fill(field, value);
        shown.push(`“${label}”`);
      } else {
        answer.base[field] = marks[field];
      }
    }
    base.value = JSON.stringify(answer.base);
    const names = shown.join(", ");
    return names && ` Changed elsewhere meanwhile, and shown here now: ${names}.`;
  };

  const sayRefused = (answer) => {
    toChoose = answer.choose;
    const next = answer.choose ? " Press “Save” to see both versions." : "";
    const link = answer.where && elsewhere(answer.where, "Open it in a new tab.");
    say(`Not saved. ${answer.refused}.${next}`, link);
  };

  const send = async (again = true) => {
    say("Saving…");
    dirty = false;
    const sent = new FormData(form);
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        keepalive: document.visibilityState === "hidden",
      });
      const json = response.headers.get("Content-Type")?.startsWith("application/json");
      if (!json) {
        dirty = true;
        if (again && (await refreshToken())) return await send(false);
        return again ? saySignedOut() : say("Not saved. Press “Save and preview”.");
      }
      const answer = await response.json();
      if (answer.refused) {
        dirty = true;
        return sayRefused(answer);
      }
      const others = takeOver(answer, sent);
      showSections(answer.sections);
      say(dirty ? "Changed since it was saved" : `${answer.saved}${others && `.${others}`}`);
    } catch {
      dirty = true;
      say("Not saved: no connection. We will keep trying.");
      wait(AGAIN);
    }
  };

  const save = async () => {
    clearTimeout(timer);
    timer = null;
    while (saving) await saving;
    saving = send().finally(() => {
      saving = null;
    });
    return saving;
  };

  const wait = (delay = QUIET) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  form.addEventListener("input", () => {
    dirty = true;
    if (!signedOut) say("Changed since it was saved");
    if (!choosing && !toChoose) wait();
  });
  form.addEventListener("change", () => {
    if (!choosing && !toChoose && dirty) wait(500);
  });

  keepOnLeaving(form, {
    unsaved: () => dirty || saving !== null,
    save: async () => (choosing || toChoose || signedOut ? undefined : dirty ? save() : saving),
  });

  let ready = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (ready) return;
    if (button?.value === "stay" && !choosing && !toChoose) {
      event.preventDefault();
      await save();
    } else if (saving || signedOut) {
      event.preventDefault();
      clearTimeout(timer);
      await saving;
      if (signedOut && !(await refreshToken().catch(() => true))) return saySignedOut();
      ready = true;
      form.requestSubmit(button);
    } else {
      clearTimeout(timer);
    }
  });
}
