// On an organisation's form: what a register says of a number fills the boxes in place. Without this
// script "Find" loads the page again with the same in it.

const form = document.querySelector("form:has([data-found])");
const box = form.querySelector("input[name=find]");
const find = form.querySelector("[data-find]");

// The page that the server would have shown, or null: then it is loaded the plain way.
async function pageOf(button) {
  const sent = new FormData(form, button);
  try {
    const response = await fetch(button.formAction, { method: "POST", body: sent });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

function valueOf(input) {
  return ["radio", "checkbox"].includes(input.type) ? input.checked : input.value;
}

function take(page) {
  for (const input of form.querySelectorAll("input[name]:not([type=hidden]), input[name=filled], select[name]")) {
    const key = CSS.escape(input.name);
    const same = ["radio", "checkbox"].includes(input.type) ? `[value="${CSS.escape(input.value)}"]` : "";
    const shown = page.querySelector(`main form [name="${key}"]${same}`);
    if (!shown || valueOf(shown) === valueOf(input)) continue;
    if (same) input.checked = shown.checked;
    else input.value = shown.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const told = form.querySelector("[data-found]");
  told.replaceChildren(...page.querySelector("[data-found]").childNodes);
}

let plain = false;
let busy = false;

async function look(button) {
  if (busy) return;
  busy = true;
  const page = await pageOf(button);
  busy = false;
  if (page?.querySelector("[data-found]") && !page.querySelector(".nhsuk-error-summary")) {
    take(page);
    return;
  }
  plain = true;
  form.requestSubmit(button);
}

form.addEventListener("submit", (event) => {
  const looksUp = /\/find(\?|$)/.test(event.submitter?.getAttribute("formaction") ?? "");
  if (!looksUp || plain) return;
  event.preventDefault();
  look(event.submitter);
});

// Enter presses a form's first button, which saves.
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || box.value.trim() === "") return;
  event.preventDefault();
  form.requestSubmit(find);
});
