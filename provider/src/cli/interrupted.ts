import { CommandError } from "../commandLine/failure.ts";

/** An operator who pressed Ctrl-C at a question. */
export class Interrupted extends CommandError {
  constructor() {
    super({ code: "INTERRUPTED", message: "Interrupted. Nothing was written." });
  }
}
