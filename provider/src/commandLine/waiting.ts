import { styleText } from "node:util";
import { visible } from "../tenant/visible.ts";

/** Stream on which a command shows what it does: a terminal, or anything else. */
type Shown = Pick<NodeJS.WriteStream, "write" | "isTTY"> & NodeJS.WritableStream;

/** Clears the line of a terminal, with the cursor at its beginning. */
const CLEAR = "\r\u001b[K";

/**
 * Shows on a terminal what is waited for, once it has taken a second, and for how long; nothing of it stays. Elsewhere it shows
 * nothing.
 *
 * @param what in the words of a sentence that goes on: `Reading the tenant`
 * @param work gets a function that tells a line of its own on the way
 */
export async function whileWaiting<Value>(
  what: string,
  work: (tell: (line: string) => void) => Promise<Value>,
  stream: Shown = process.stderr,
): Promise<Value> {
  let seconds = 0;
  const clear = () => seconds > 0 && stream.isTTY && stream.write(CLEAR);
  const timer = stream.isTTY
    ? setInterval(() => {
        seconds += 1;
        stream.write(`${CLEAR}${styleText("dim", `${what} ... ${seconds} s`, { stream })}`);
      }, 1000).unref()
    : undefined;
  try {
    return await work((line) => {
      clear();
      stream.write(`${visible(line)}\n`);
    });
  } finally {
    clearInterval(timer);
    clear();
  }
}
