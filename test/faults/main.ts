// `npm run test:faults -- [cells|all] [seed]`: faults on the way to a tenant; the last line is JSON. `--class` limits it to a
// class, `--cell` to a cell, `--settings` names the tenant's settings, and `--switches` tries a sample under all of them.
import { parseArgs } from "node:util";
import { everyPair } from "../support/switchSettings.ts";
import { CLASSES } from "./engine.ts";
import { cellNamed, titleOf, VERBS } from "./matrix.ts";
import { allCells, sampled, tryCells, type Result } from "./run.ts";

/** Cells at the same time; most of their time they wait. */
const AT_ONCE = 8;

/** Cells after which a line says how far it is. */
const PROGRESS = 250;

/** Cells under each of the settings. */
const EACH_SETTING = 130;

process.env["NO_PROXY"] = process.env["no_proxy"] = "127.0.0.1,localhost";
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    cell: { type: "string", multiple: true },
    class: { type: "string", multiple: true },
    settings: { type: "string", default: "0" },
    switches: { type: "boolean", default: false },
  },
});
const [count = "2500", seed = "1"] = positionals;
const types = values.class === undefined ? CLASSES : CLASSES.filter((each) => values.class?.includes(each));
const settings = values.switches ? everyPair.map((_, index) => index) : [Number(values.settings)];

const named = values.cell?.map((title) => {
  const cell = cellNamed(title);
  if (cell === undefined) throw new Error(`${title} is no cell: CLASS/VERB/FAULT/REQUEST`);
  return cell;
});
const every = named ?? (await allCells(types, AT_ONCE));
const cells = named ?? (count === "all" ? every : sampled(every, Number(count), Number(seed)));
const begun = performance.now();
let tried = 0;
const results: Result[] = [];
if (values.switches)
  console.log(`${EACH_SETTING} cells from seed ${seed}, under each of ${settings.length} settings`);
else console.log(`${cells.length} of ${every.length} cells from seed ${seed}`);
for (const setting of settings) {
  const switches = everyPair[setting]?.switches;
  // Such a tenant refuses what the scenario of that class declares, by design.
  const isRefused = switches?.["user-test-credentials"] === "customer-config-variable";
  const possible = every.filter(({ type }) => !(isRefused && type === "UserConnection"));
  const some = values.switches ? sampled(possible, EACH_SETTING, Number(seed) + setting) : cells;
  results.push(
    ...(await tryCells(some, { atOnce: AT_ONCE, switches, tell: (result) => tell(result, setting) })),
  );
}
console.table(summary(results));
console.log(`${Math.round((performance.now() - begun) / 1000)} s`);
const failures = results.filter(({ problems }) => problems.length > 0).length;
console.log(JSON.stringify({ cells: results.length, failures }));
process.exit(failures === 0 ? 0 : 1);

function tell(result: Result, setting: number): void {
  tried += 1;
  if (tried % PROGRESS === 0) console.log(`${tried} tried`);
  if (result.problems.length === 0 && named === undefined) return;
  const { succeeded, problems, refusals, request } = result;
  const rerun = `--cell "${titleOf(result)}"${setting === 0 ? "" : ` --settings ${setting}`}`;
  const outcome = problems.length > 0 ? "FAILED" : succeeded ? "succeeded" : "refused clearly";
  const lines = [
    `${outcome}: ${rerun} (${request ?? "no request"})`,
    ...problems.map((problem) => `  ${problem}`),
    ...refusals.map((refusal) => `  said: ${refusal}`),
  ];
  console.log(lines.join("\n"));
}

/** The numbers of each class and command. */
function summary(all: readonly Result[]): Record<string, Record<string, number>> {
  const rows = CLASSES.flatMap((type) =>
    VERBS.map((verb) => {
      const row = all.filter((each) => each.type === type && each.verb === verb);
      const failed = row.filter(({ problems }) => problems.length > 0);
      const succeeded = row.filter((each) => each.succeeded && !failed.includes(each)).length;
      const numbers = {
        cells: row.length,
        succeeded,
        "refused clearly": row.length - succeeded - failed.length,
        failures: failed.length,
      };
      return [`${type} ${verb}`, numbers] as const;
    }),
  );
  return Object.fromEntries(rows.filter(([, { cells: number }]) => number > 0));
}
