import { readFileSync } from "node:fs";

/**
 * The content of a JSON file, or undefined where there is no such file or it is not JSON.
 * @param {string} file
 * @returns {unknown}
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
