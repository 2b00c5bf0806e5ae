/**
 * Lines that a terminal shows after a text was written to it. It knows what the live lists write: line ends, returns, the
 * cursor up, and what is erased.
 */
export function screenOf(text: string): string[] {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  // The escape of a control sequence.
  for (const [token] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|[\s\S]/g)) {
    const line = lines[row] ?? "";
    const count = Number(/\d+/.exec(token)?.[0] ?? "1");
    if (token === "\n") row += 1;
    else if (token === "\r") column = 0;
    else if (/^\u001b\[\d*A$/.test(token)) row = Math.max(0, row - count);
    else if (/^\u001b\[\d*G$/.test(token)) column = count - 1;
    else if (/^\u001b\[0?J$/.test(token)) lines.splice(row, lines.length, line.slice(0, column));
    else if (/^\u001b\[0?K$/.test(token)) lines[row] = line.slice(0, column);
    else if (!token.startsWith("\u001b")) {
      lines[row] = `${line.slice(0, column).padEnd(column)}${token}${line.slice(column + 1)}`;
      column += 1;
    }
    if (token === "\n") column = 0;
    while (lines.length <= row) lines.push("");
  }
  return lines;
}
