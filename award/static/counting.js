// Cells of a table that take so many words or characters: a live count in the one that is written
// in, and wherever there is too much.
import { countWords } from "./words.js";

// How much too much there is, in words; nothing where it fits.
function count(area) {
  const { mostWords, mostCharacters } = area.dataset;
  const line = area.parentElement.querySelector("[data-count]");
  if (!line) return "";
  const most = Number(mostWords ?? mostCharacters);
  const noun = mostWords ? "word" : "character";
  const left = most - (mostWords ? countWords(area.value) : [...area.value].length);
  const number = Math.abs(left);
  const words = `${number} ${noun}${number === 1 ? "" : "s"} ${left < 0 ? "too many" : "left"}`;
  line.textContent = words;
  line.hidden = left >= 0 && !(area === document.activeElement && (mostWords || left < most / 5));
  line.classList.toggle("app-rows__count--over", left < 0);
  return left < 0 ? words : "";
}

export function countAll(body) {
  for (const area of body.querySelectorAll("textarea")) count(area);
}

// `over(area, words)` is called on leaving a cell that has too much: a screen reader would read out
// every word's count otherwise.
export function counting(table, over) {
  for (const kind of ["input", "focusin", "focusout"]) {
    table.addEventListener(kind, ({ target }) => {
      if (target.tagName !== "TEXTAREA") return;
      const words = count(target); // on leaving, activeElement is the page
      if (words && kind === "focusout") over(target, words);
    });
  }
}
