import { build } from "./setup/build.mjs";
import { runChecks } from "./checks/checks.mjs";
import { sayResult } from "./checks/result.mjs";
import { runVitest } from "./checks/vitest.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** Everything that is checked, or with arguments only the tests that vitest picks by them. */
await runMain(async () => {
  const args = process.argv.slice(2);
  const { node, enginePath } = await setUp({ engine: true });
  if (args.length > 0) await build(node, ["provider", "emulator", "policies"]);
  const checks = args.length > 0 ? { passed: 0, failed: 0 } : await runChecks(node);
  const tests = await runVitest(node, enginePath, ["--project", "everyday", ...args]);
  return sayResult({
    passed: checks.passed + tests.passed,
    failed: checks.failed + tests.failed,
    skipped: tests.skipped,
  });
});
