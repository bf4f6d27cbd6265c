// What somebody else has added to a table, changed, moved or removed in it, as the last save found
// it. Cells typed in since that was sent stay as they are: the next save finds both.
import { choose } from "./cells.js";

export function take(theirs, sent, { body, rows, boxes, blank }) {
  const untouched = (input) => input.value === (sent.get(input.name) ?? "");
  const found = new Map(rows().map((row) => [row.dataset.row, row]));
  const active = document.activeElement;
  let before = null;
  for (const [id, cells] of theirs.rows) {
    const row = found.get(id) ?? blank(id);
    for (const input of boxes(row)) {
      if (!found.has(id) || untouched(input)) choose(input, cells[input.dataset.column] ?? "");
    }
    if (before && before.nextElementSibling !== row) before.after(row);
    else if (!before && body.firstElementChild !== row) body.prepend(row);
    before = row;
  }
  for (const id of theirs.gone) {
    const row = found.get(id);
    if (!row || !boxes(row).every(untouched)) continue;
    if (body.rows.length === 1) row.replaceWith(blank());
    else row.remove();
  }
  const lost = active && !active.isConnected; // its row is gone
  if (lost) boxes(body.rows[0])[0].focus({ preventScroll: true });
  else if (active !== document.activeElement) active?.focus({ preventScroll: true });
}
