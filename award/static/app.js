// Starts the NHS components and adds what only makes sense with script. Every page works without.
import "./autosave.js";
import "./closing.js";
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";
import { countWords } from "./words.js";

// Characters as Python counts them: whole ones, not halves of a pair.
const counted = (text, { config }) =>
  config.countType === "words" ? countWords(text) : [...text].length;
initAll({ characterCount: { countFunction: counted } });

// A button for printing is in the page as <button data-print hidden>.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
