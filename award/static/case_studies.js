// Saves a case study a moment after it was typed, and on "Save" without leaving the page. Without
// this script the buttons do both.

const form = document.querySelector("form[data-autosave]");
const QUIET = 10_000; // milliseconds without typing
const AGAIN = 30_000; // after a failed connection

if (form) {
  const said = form.querySelector("[data-saved]");
  const contents = document.querySelectorAll("[data-contents] > li");
  let timer = null;
  let saving = null; // the save under way, as a promise
  let dirty = false;
  let signedOut = false;

  const say = (text, link = null) => {
    said.textContent = text;
    if (link) said.append(" ", Object.assign(document.createElement("a"), link));
  };

  const saySignedOut = () => {
    signedOut = true;
    say("You have been signed out. What you typed is still here, but not saved.", {
      href: form.dataset.signIn,
      target: "_blank",
      rel: "noopener",
      textContent: "Sign in again in a new tab, then come back and save.",
    });
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

  const send = async (again = true) => {
    say("Saving…");
    dirty = false;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
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
        const next = answer.clashes ? " Press “Save and preview” to see both versions." : "";
        return say(`Not saved: ${answer.refused}.${next}`);
      }
      form.elements.namedItem("base").value = JSON.stringify(answer.base);
      showSections(answer.sections);
      say(dirty ? "Changed since it was saved" : answer.saved);
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

  // A choice between two versions is the person's: it is made with a button, never by itself.
  const choosing = form.querySelector("[name=theirs]") !== null;
  form.addEventListener("input", () => {
    dirty = true;
    if (!signedOut) say("Changed since it was saved");
    if (!choosing) wait();
  });
  form.addEventListener("change", () => {
    if (!choosing && dirty) wait(500);
  });

  let ready = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (ready) return;
    if (button?.value === "stay" && !choosing) {
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
