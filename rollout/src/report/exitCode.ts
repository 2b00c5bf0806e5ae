import type { PreviewReport } from "./schema.ts";

/**
 * Exit codes of `preview`, from most to least severe. They are not Pulumi's own, where 2 is a wrong flag, 3 a refused
 * login and 5 a policy violation.
 */
export const EXIT = { failure: 1, violation: 3, changes: 2, nothing: 0 } as const;

/**
 * The exit code of a preview: that of its most severe stack. One failure among changes is a failure.
 *
 * @param options `exitZeroOnChanges` for steps of CI in which changes are no failure
 */
export function exitCodeOf(
  { stackCounts }: Pick<PreviewReport, "stackCounts">,
  { exitZeroOnChanges = false }: { exitZeroOnChanges?: boolean } = {},
): number {
  if (stackCounts.failed > 0) return EXIT.failure;
  if (stackCounts.violation > 0) return EXIT.violation;
  return stackCounts.changed > 0 && !exitZeroOnChanges ? EXIT.changes : EXIT.nothing;
}

/**
 * The exit code of a command that compares or lists: a stack that failed, then anything found. A failure is never taken for
 * nothing.
 *
 * @param options `exitZeroOnChanges` for steps of CI in which what was found is no failure
 */
export function foundExitCode(
  { failed, found }: { failed: number; found: boolean },
  { exitZeroOnChanges = false }: { exitZeroOnChanges?: boolean } = {},
): number {
  if (failed > 0) return EXIT.failure;
  return found && !exitZeroOnChanges ? EXIT.changes : EXIT.nothing;
}
