// Tables to fill in: rows come, go and change places at once, sums follow what is typed, and cells
// copied from a spreadsheet fill the table from where they are pasted. Without this script buttons of
// the form do the same, but for pasting.
import { choose, clear, manyLines, mark, refused } from "./cells.js";
import { countAll, counting } from "./counting.js";
import { figure } from "./figures.js";
import { cellsOf } from "./spreadsheet.js";
import { take } from "./theirs.js";

const form = document.querySelector("form[data-section], form:has([data-rows])");
const BOXES = "input, select, textarea";

for (const table of form.querySelectorAll("[data-rows]")) start(table);

function start(table) {
  const { rows: name, word, words } = table.dataset;
  const most = Number(table.dataset.most) || 500;
  const body = table.querySelector("tbody");
  const order = form.elements.namedItem(`rows_${name}`);
  const said = table.querySelector("[data-rows-said]");
  const adding = table.querySelector(`button[value="${name} add"]`);
  const foot = table.querySelector("tfoot");
  const box = table.closest("[data-question]");

  const rows = () => [...body.rows];
  const boxes = (row) => [...row.querySelectorAll(BOXES)];
  const empty = (row) => boxes(row).every((input) => input.value.trim() === "");

  function say(text, undo = null) {
    said.textContent = text;
    if (!undo) return;
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "app-rows__act", textContent: "Undo",
    });
    button.addEventListener("click", () => {
      put(undo);
      changed();
      say("Undone.");
      boxes(body.rows[0])[0].focus();
    });
    said.append(" ", button);
  }

  // A row without words, like the first one, under an id that no other window gives.
  function blank(id = newId()) {
    const row = body.rows[0].cloneNode(true);
    rename(row, id);
    for (const input of boxes(row)) {
      input.value = "";
      clear(input);
    }
    for (const sum of row.querySelectorAll("[data-row-total]")) sum.textContent = shown(0);
    return row;
  }

  function rename(row, id) {
    row.dataset.row = id;
    for (const input of boxes(row)) {
      const label = row.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      input.name = `${name}-${id}-${input.dataset.column}`;
      input.id = input.name;
      label.htmlFor = input.id;
    }
    for (const button of row.querySelectorAll("button[name=table]")) {
      button.value = `${button.value.split(" ").slice(0, 2).join(" ")} ${id}`;
    }
  }

  // What a script changes has to be saved as if it had been typed.
  function changed() {
    const all = rows();
    order.value = all.map((row) => row.dataset.row).join(" ");
    numbered();
    for (const kind of ["input", "change"]) order.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  function numbered() {
    const all = rows();
    for (const [place, row] of all.entries()) {
      for (const number of row.querySelectorAll("[data-number]")) number.textContent = place + 1;
    }
    if (adding) adding.hidden = all.length >= most;
    addUp();
    countAll(body);
  }

  const snapshot = () => rows().map((row) => [row.dataset.row, boxes(row).map((input) => input.value)]);

  function put(kept) {
    const found = new Map(rows().map((row) => [row.dataset.row, row]));
    const wanted = kept.map(([id, values]) => {
      const row = found.get(id) ?? blank(id);
      for (const [place, input] of boxes(row).entries()) choose(input, values[place] ?? "");
      return row;
    });
    body.replaceChildren(...wanted);
  }

  function add() {
    const row = blank();
    body.append(row);
    changed();
    boxes(row)[0].focus();
    say(`${title(word)} ${body.rows.length} added.`);
  }

  function remove(row) {
    const before = snapshot();
    const place = rows().indexOf(row);
    const written = !empty(row);
    if (body.rows.length === 1) row.replaceWith(blank());
    else row.remove();
    changed();
    boxes(body.rows[Math.min(place, body.rows.length - 1)])[0].focus();
    say(`${title(word)} ${place + 1} removed.`, written ? before : null);
  }

  function move(row, down, button) {
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    if (!other) return say(`It is ${down ? "last" : "first"} already.`);
    if (down) other.after(row);
    else other.before(row);
    changed();
    button.focus();
    say(`Now ${word} ${rows().indexOf(row) + 1} of ${body.rows.length}.`);
  }

  table.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=table]");
    if (!button) return;
    event.preventDefault();
    const [, verb] = button.value.split(" ");
    const row = button.closest("tr");
    if (verb === "add") add();
    else if (verb === "remove") remove(row);
    else move(row, verb === "down", button);
  });

  // Sums

  const shown = (number) => (foot?.dataset.prefix ?? "") + number.toLocaleString("en-GB");

  // What can't be read, or was refused when it was saved, leaves no sum: a dash stands there.
  const written = (number) => (number === null ? "–" : shown(number));

  function counted(input) {
    if (input.value.trim() === "") return 0;
    const number = figure(input.value);
    return number < 0 || refused(input) ? null : number;
  }

  function addUp() {
    if (!foot) return;
    const sums = new Map();
    const plus = (one, other) => (one === null || other === null ? null : one + other);
    let all = 0;
    let unread = 0;
    for (const row of rows()) {
      let own = 0;
      for (const input of row.querySelectorAll("[data-total]")) {
        const number = counted(input);
        const column = input.dataset.column;
        unread += number === null;
        own = plus(own, number);
        sums.set(column, plus(sums.get(column) ?? (sums.has(column) ? null : 0), number));
      }
      all = plus(all, own);
      for (const cell of row.querySelectorAll("[data-row-total]")) cell.textContent = written(own);
    }
    for (const cell of foot.querySelectorAll("[data-column-total]")) {
      cell.textContent = written(sums.get(cell.dataset.columnTotal) ?? null);
    }
    for (const cell of foot.querySelectorAll("[data-grand-total]")) cell.textContent = written(all);
    table.querySelector("[data-rows-unadded]").hidden = !unread;
    box.dataset.amount = all ?? 0;
    box.dataset.unread = unread || "";
    box.dataset.sums = JSON.stringify(Object.fromEntries(sums));
  }

  // On leaving a box: a screen reader would read out every digit's sum otherwise.
  table.addEventListener("change", addUp);
  // And at once it is saved and read, so that what can't be read is told while it is in sight.
  table.addEventListener("change", () => form.dispatchEvent(new Event("hurry")));

  // Pasting

  table.addEventListener("paste", (event) => {
    const input = event.target.closest(BOXES);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const apart = text.includes("\t") || (text.trimEnd().includes("\n") && !manyLines(input));
    if (!input || !apart) return;
    event.preventDefault();
    pasteAt(input, cellsOf(text));
  });

  function pasteAt(input, lines) {
    const before = snapshot();
    const start = input.closest("tr");
    const first = boxes(start).indexOf(input);
    const headings = boxes(start).slice(first).map((one) => columnName(one));
    if (lines[0].every((cell, place) => cell.trim().toLowerCase() === headings[place]?.toLowerCase())) {
      lines.shift();
    }
    const left = [];
    let row = start;
    let done = 0;
    for (const [number, cells] of lines.entries()) {
      if (number > 0) row = row.nextElementSibling ?? another();
      if (!row) {
        left.push(`${lines.length - number} ${lines.length - number === 1 ? word : words} too many: ${most} at most`);
        break;
      }
      const targets = boxes(row);
      for (const [place, cell] of cells.entries()) {
        const target = targets[first + place];
        if (!target) {
          if (cell.trim()) left.push(`“${cell.trim()}” is beyond the last column`);
        } else {
          choose(target, cell);
          done += 1;
        }
      }
    }
    changed();
    input.focus();
    const some = [...left.slice(0, 5), ...(left.length > 5 ? [`and ${left.length - 5} more`] : [])];
    say(`${done} ${done === 1 ? "cell" : "cells"} pasted.${left.length ? ` Not pasted: ${some.join("; ")}.` : ""}`, before);
  }

  function another() {
    if (!adding || body.rows.length >= most) return null;
    const row = blank();
    body.append(row);
    return row;
  }

  function columnName(input) {
    const place = boxes(input.closest("tr")).indexOf(input);
    const heading = table.querySelectorAll("thead th")[place + 1];
    return (heading?.firstChild?.textContent ?? "").replace(/ \(optional\)$/, "").trim();
  }

  counting(table, (area, over) => {
    say(`${title(word)} ${rows().indexOf(area.closest("tr")) + 1}, ${columnName(area)}: ${over}.`);
  });

  const parts = { body, rows, boxes, blank };
  form.addEventListener("saved", ({ detail: { cells, tables, sent } }) => {
    const theirs = tables?.find((one) => one.name === name);
    if (theirs) {
      take(theirs, sent, parts);
      form.elements.namedItem(`base_${box.dataset.question}`).value = theirs.base;
      order.value = rows().map((row) => row.dataset.row).join(" ");
      numbered();
    }
    if (!cells?.[name]) return;
    mark(rows().flatMap(boxes), cells[name], sent);
    addUp();
    form.dispatchEvent(new Event("change"));
  });

  // Growing boxes, where the browser can't by itself.
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (area) => {
      while (area.rows < 30 && area.scrollHeight > area.clientHeight) area.rows += 1;
    };
    table.addEventListener("input", ({ target }) => target.tagName === "TEXTAREA" && grow(target));
  }

  // A copy from this device that is put back brings its rows first.
  form.addEventListener("putback", ({ detail }) => {
    const kept = detail.find(([given]) => given === order.name)?.[1];
    if (kept === undefined) return;
    const ids = kept.split(" ").filter(Boolean);
    const found = new Map(rows().map((row) => [row.dataset.row, row]));
    const wanted = ids.map((id) => found.get(id) ?? blank(id));
    if (wanted.length) body.replaceChildren(...wanted);
    const values = new Map(detail);
    for (const input of rows().flatMap(boxes)) choose(input, values.get(input.name) ?? "");
    changed();
  });

  addEventListener("pageshow", addUp);
  addUp();
  countAll(body);
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function title(word) {
  return word[0].toUpperCase() + word.slice(1);
}
