import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Log of one stack in a run, readable for its owner alone. Only text that may be shown is written to it. A disk that is
 * full must not end a rollout between two stacks, so a log that cannot be written is told at its end.
 */
export class StackLog {
  readonly #path: string;
  #written: Promise<void> = Promise.resolve();
  #reason: string | undefined;

  /** @param folder of the run */
  constructor(folder: string, stack: string) {
    this.#path = join(folder, `${encodeURIComponent(stack)}.log`);
  }

  write(text: string): void {
    const line = `${new Date().toISOString()} ${text}\n`;
    this.#written = this.#written
      .then(() => appendFile(this.#path, line, { mode: 0o600 }))
      .catch(({ code, message }: NodeJS.ErrnoException) => {
        this.#reason ??= code ?? message;
      });
  }

  /**
   * Resolves when all is written.
   *
   * @returns a sentence where something is missing
   */
  async close(): Promise<string | undefined> {
    await this.#written;
    if (this.#reason === undefined) return undefined;
    return `Its log ${this.#path} is not complete: it could not be written (${this.#reason}).`;
  }
}
