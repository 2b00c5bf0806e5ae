/** Remembers whether a session has changed its tenant: a failure later in the run must not deny it. */
export class Journal {
  readonly #unchanged: string;
  #hasChanged = false;

  /** @param unchanged sentence for a failure before the session has changed anything */
  constructor(unchanged = "Nothing was changed.") {
    this.#unchanged = unchanged;
  }

  /** Takes note of a change that was carried out, or may have been. */
  noteChange(): void {
    this.#hasChanged = true;
  }

  /** Sentence about what a failure leaves behind; true of the whole session. */
  get unchanged(): string {
    return this.#hasChanged ? "Nothing more was changed." : this.#unchanged;
  }
}
