/** The chosen tenants of a report, each once. */
export interface Chosen {
  stacks: readonly { stack: string }[];
}
