// Lines of cells, as spreadsheets copy them: tabs between, and quotes around a cell that holds a tab,
// a line break or quotes of its own.
export function cellsOf(text) {
  const lines = [[]];
  let rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (;;) {
    const quoted = rest.match(/^"((?:[^"]|"")*)"(?=[\t\n]|$)/);
    const cell = quoted ? quoted[1].replaceAll('""', '"') : rest.match(/^[^\t\n]*/)[0];
    lines.at(-1).push(cell);
    rest = rest.slice((quoted ?? [cell])[0].length);
    if (rest === "") return lines;
    if (rest[0] === "\n") lines.push([]);
    rest = rest.slice(1);
  }
}
