import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/** Log of one stack in a run, readable for its owner alone. Only text that may be shown is written to it. */
export class StackLog {
  readonly #path: string;
  #written: Promise<void> = Promise.resolve();

  /** @param folder of the run */
  constructor(folder: string, stack: string) {
    this.#path = join(folder, `${encodeURIComponent(stack)}.log`);
  }

  write(text: string): void {
    const line = `${new Date().toISOString()} ${text}\n`;
    this.#written = this.#written.then(() => appendFile(this.#path, line, { mode: 0o600 }));
  }

  /** Resolves when all is written. */
  close(): Promise<void> {
    return this.#written;
  }
}
