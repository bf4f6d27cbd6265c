// What is wrong with the cells of a table, each beside its box: what the server said of the last save,
// as it draws it on a page that is loaded again. A blank that has to be filled in is asked for there
// and not while somebody is still writing the row.
const ERRORS = ["nhsuk-input--error", "nhsuk-select--error", "nhsuk-textarea--error"];

export function clear(input) {
  input.closest("td").querySelector(".nhsuk-error-message")?.remove();
  for (const name of ["aria-describedby", "aria-invalid", "data-wrong"]) input.removeAttribute(name);
  input.classList.remove(...ERRORS);
}

// Does what was refused still stand there?
export const refused = (input) => (
  input.hasAttribute("aria-invalid") && input.value === (input.dataset.wrong ?? input.defaultValue)
);

// A box that was typed in since is left to the next save.
export function mark(boxes, wrong, sent) {
  for (const input of boxes) {
    if (input.value !== sent.get(input.name)) continue;
    const words = wrong.find(({ row, column }) => (
      row === input.closest("tr").dataset.row && column === input.dataset.column))?.words;
    if (!words) clear(input);
    else if (input.value.trim() || input.hasAttribute("aria-invalid")) put(input, words);
  }
}

function put(input, words) {
  clear(input);
  const error = Object.assign(document.createElement("span"), {
    id: `${input.id}-error`, className: "nhsuk-error-message", textContent: words,
  });
  const hidden = Object.assign(document.createElement("span"), {
    className: "nhsuk-u-visually-hidden", textContent: "Error: ",
  });
  error.prepend(hidden);
  input.closest("td").querySelector("label").after(error);
  input.setAttribute("aria-describedby", error.id);
  input.setAttribute("aria-invalid", "true");
  input.dataset.wrong = input.value;
  input.classList.add(`nhsuk-${input.tagName.toLowerCase()}--error`);
}

export const manyLines = (input) => input?.tagName === "TEXTAREA" && !("line" in input.dataset);

// A list takes a choice by its words or its value, and keeps what is none as it came, as the server
// does; everything else takes any text.
export function choose(input, text) {
  const plain = manyLines(input) ? text.trim() : text.replace(/\s*\n\s*/g, " ").trim();
  if (input.tagName !== "SELECT") {
    input.value = plain;
    return;
  }
  const alike = (own) => own.trim().toLowerCase() === plain.toLowerCase();
  let option = [...input.options].find((one) => alike(one.value) || alike(one.text));
  if (!option) {
    option = new Option(`${plain} (not one of the choices)`, plain);
    input.append(option);
  }
  input.value = option.value;
}
