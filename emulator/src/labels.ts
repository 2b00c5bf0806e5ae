import { given } from "./request.ts";

/** The labels of an object, which keeps them in lower case. */
export const storedLabels = (labels: readonly (string | null)[]): string[] =>
  labels.filter(given).map((label) => label.toLowerCase());
