import { allChecks, compilation, quickChecks, runChecks } from "./checks/checks.mjs";
import { sayResult } from "./checks/result.mjs";
import { runVitest } from "./checks/vitest.mjs";
import { build } from "./setup/build.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

const QUICK = "--quick";

/**
 * Checks and tests everything, or with `--quick` what needs neither the engine nor Prismatic's command line. With
 * further arguments only the tests run that vitest picks by them.
 */
await runMain(async () => {
  const quick = process.argv.includes(QUICK);
  const filters = process.argv.slice(2).filter((arg) => arg !== QUICK);
  const { node, enginePath } = await setUp({ engine: !quick });
  const picked = filters.length > 0;
  if (picked) await build(node);
  const first = await runChecks(node, picked ? [] : [compilation]);
  const projects = ["--project", "quick", ...(quick ? [] : ["--project", "slow"])];
  // Tests without the engine wait longer than they work: for batches that fill, and for each other's answers.
  const workers = quick ? ["--maxWorkers=4"] : [];
  // The checks take little beside the tests, which also wait for processes and batches.
  const [checks, tests] = await Promise.all([
    runChecks(node, picked ? [] : quick ? quickChecks : allChecks),
    runVitest(node, enginePath, [...projects, ...workers, ...filters]),
  ]);
  const report = first.report + checks.report;
  if (report) console.log(report);
  return sayResult({
    passed: first.passed + checks.passed + tests.passed,
    failed: first.failed + checks.failed + tests.failed,
    skipped: tests.skipped,
  });
});
