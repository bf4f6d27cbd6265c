// Slots for files: a chosen file goes at once, in parts, with a bar. A connection that drops costs
// a part, not the file. Without this script a button sends the file with the form.
const AGAIN = [1000, 2000, 5000, 10_000]; // milliseconds until it is tried again, longer each time
const LOOK = 3000; // until the page asks whether a file was found clean
const LOOKS = 40;

// Without marks that turn the order of its letters, as the page shows it.
const plain = (name) => name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");

class Refused extends Error {}

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

// Until the connection is back, or long enough has passed to try without being told.
function online(time) {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
    addEventListener("online", resolve, { once: true });
  });
}

function asked(form, method, address, { body = null, onProgress = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch doesn't tell how much it has sent
    request.open(method, address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.namedItem("csrf_token").value);
    if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
    if (onProgress) request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = request.ontimeout = () => reject(new Error("no connection"));
    request.onload = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // a page, which says nothing to a script
      }
      if (request.status < 300) return resolve(answer);
      if (answer.outcome === "signed_out") return reject(new Refused("You have been signed out. Sign in again in a new tab, then choose the file again."));
      if (request.status >= 500 || request.status === 429 || answer.outcome === "error") return reject(new Error("try again"));
      return reject(new Refused(answer.said || "This file can’t be uploaded. Reload the page and try again."));
    };
    request.send(body);
  });
}

// Asked again and again while there is no connection; a refusal is an answer.
async function patient(slot, ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(tries);
    } catch (error) {
      if (error instanceof Refused) throw error;
      slot.say("No connection. We go on by ourselves once it is back: leave this page open.");
      await online(AGAIN[Math.min(tries, AGAIN.length - 1)]);
    }
  }
}

class Slot {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.input = this.form.querySelector(`#answer_${CSS.escape(box.dataset.slot)}`);
    this.busy = false;
    this.input.removeAttribute("name"); // sent from here, and never with the form as well
    this.line = Promise.resolve(); // files that were chosen while others are on their way wait
    this.input.addEventListener("change", () => {
      const files = [...this.input.files];
      this.input.value = "";
      if (files.length) this.line = this.line.then(() => this.take(files));
    });
    this.dress();
  }

  dress() {
    this.said = this.box.querySelector("[data-said]");
    this.box.querySelector("[data-upload]").hidden = true;
    if ("waiting" in this.box.dataset) this.watch();
  }

  say(words, { wrong = false } = {}) {
    this.said.classList.toggle("nhsuk-error-message", wrong);
    this.said.textContent = wrong ? `Error: ${words}` : words;
  }

  async take(files) {
    this.busy = true;
    const refusals = [];
    for (const file of files) {
      try {
        await this.send(file);
      } catch (error) {
        refusals.push(error.message);
      }
    }
    this.busy = false;
    await this.refresh();
    if (refusals.length) this.say(refusals.join(" "), { wrong: true });
    else this.say(files.length === 1 ? "Uploaded." : `${files.length} files uploaded.`);
  }

  async send(file) {
    const bar = Object.assign(document.createElement("progress"), { className: "app-progress__bar", max: file.size || 1, value: 0 });
    bar.setAttribute("aria-label", `How much of ${plain(file.name)} is uploaded`);
    this.said.after(bar);
    try {
      this.say(`Uploading ${plain(file.name)}`);
      const { token, part } = await patient(this, () => this.begin(file));
      const address = `${this.box.dataset.uploads}/${token}`;
      let received = 0;
      while (received < file.size) {
        const from = received;
        const body = file.slice(from, from + part);
        const onProgress = (loaded) => {
          bar.value = from + loaded;
        };
        received = await patient(this, async (tries) => {
          if (tries) received = (await asked(this.form, "GET", address)).received;
          if (received !== from) return received;
          return (await asked(this.form, "PUT", `${address}/${from}`, { body, onProgress })).received;
        });
        bar.value = received;
        this.say(`Uploading ${plain(file.name)}`);
      }
      await patient(this, () => asked(this.form, "POST", address));
    } finally {
      bar.remove();
    }
  }

  begin(file) {
    const body = new URLSearchParams({ question: this.box.dataset.slot, name: file.name, size: file.size });
    return asked(this.form, "POST", this.box.dataset.uploads, { body });
  }

  // The slot as the server draws it now; what is typed elsewhere on the page is left alone.
  async refresh() {
    try {
      const page = await fetch(location.pathname, { cache: "no-store", redirect: "error" });
      if (!page.ok) return;
      const drawn = new DOMParser().parseFromString(await page.text(), "text/html");
      const fresh = drawn.querySelector(`[data-slot="${CSS.escape(this.box.dataset.slot)}"]`);
      if (!fresh) return;
      const { textContent: words, className } = this.said; // a refusal stays one
      this.box.replaceWith(fresh);
      this.box = fresh;
      this.dress();
      Object.assign(this.said, { textContent: words, className });
    } catch {
      // no connection: the page shows what it showed
    }
  }

  async watch(looks = LOOKS) {
    await wait(LOOK);
    const box = this.box;
    if (this.busy || document.hidden || box.contains(document.activeElement)) {
      if (looks) this.watch(looks - 1);
      return;
    }
    await this.refresh();
    if (box === this.box && looks) this.watch(looks - 1);
  }
}

const slots = [...document.querySelectorAll("[data-slot]")].map((box) => new Slot(box));
const form = document.querySelector("form[data-section]");

// Nothing that is on its way is cut off by a button that leads on.
form.addEventListener("submit", (event) => {
  const busy = slots.find((slot) => slot.busy);
  if (!busy) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  busy.said.scrollIntoView({ block: "center" });
  busy.say("Wait until this file is uploaded, then press the button again.");
}, { capture: true });
addEventListener("beforeunload", (event) => {
  if (slots.some((slot) => slot.busy)) event.preventDefault();
});
