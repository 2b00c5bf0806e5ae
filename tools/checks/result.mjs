/**
 * Prints the last line of a run and answers its exit code.
 * @param {{ passed: number, failed: number, skipped: number }} count
 */
export function sayResult({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed === 0 ? 0 : 1;
}
