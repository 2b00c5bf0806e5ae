/** Stands for the beginning of a control sequence. */
const BEGIN = "\uE000";

/**
 * Lines that a terminal shows after a text was written to it. It knows what the live lists write: line ends, returns, the
 * cursor up and to a column, and what is erased.
 */
export function screenOf(text: string): string[] {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  const tokens = text.replaceAll("\u001B[", BEGIN).matchAll(/\uE000([?\d;]*)([A-Za-z])|[\s\S]/g);
  for (const [token, parameter = "", command] of tokens) {
    const line = lines[row] ?? "";
    const count = Number(parameter || "1");
    if (command === "A") row = Math.max(0, row - count);
    else if (command === "G") column = count - 1;
    else if (command === "J") lines.splice(row, lines.length, line.slice(0, column));
    else if (command === "K") lines[row] = line.slice(0, column);
    else if (token === "\r") column = 0;
    else if (token === "\n") [row, column] = [row + 1, 0];
    else if (command === undefined) {
      lines[row] = `${line.slice(0, column).padEnd(column)}${token}${line.slice(column + 1)}`;
      column += 1;
    }
    while (lines.length <= row) lines.push("");
  }
  return lines;
}
