// `npm run test:faults -- [cells|all] [seed] [--class C] [--cell TITLE]`: faults on the way to a tenant; the last line is JSON.
import { parseArgs } from "node:util";
import { CLASSES } from "./engine.ts";
import { cellNamed, titleOf, VERBS } from "./matrix.ts";
import { allCells, sampled, tryCells, type Result } from "./run.ts";

/** Cells at the same time; most of their time they wait. */
const AT_ONCE = 8;

/** Cells after which a line says how far it is. */
const PROGRESS = 250;

process.env["NO_PROXY"] = process.env["no_proxy"] = "127.0.0.1,localhost";
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cell: { type: "string", multiple: true }, class: { type: "string", multiple: true } },
});
const [count = "2500", seed = "1"] = positionals;
const types = values.class === undefined ? CLASSES : CLASSES.filter((each) => values.class?.includes(each));

const named = values.cell?.map((title) => {
  const cell = cellNamed(title);
  if (cell === undefined) throw new Error(`${title} is no cell: CLASS/VERB/FAULT/REQUEST`);
  return cell;
});
const every = named ?? (await allCells(types, AT_ONCE));
const cells = named ?? (count === "all" ? every : sampled(every, Number(count), Number(seed)));
console.log(
  `${cells.length} of ${every.length} cells${named || count === "all" ? "" : ` from seed ${seed}`}`,
);
const begun = performance.now();
let tried = 0;
const results = await tryCells(cells, { atOnce: AT_ONCE, tell });
console.table(summary(results));
console.log(`${Math.round((performance.now() - begun) / 1000)} s`);
const failures = results.filter(({ problems }) => problems.length > 0).length;
console.log(JSON.stringify({ cells: results.length, failures }));
process.exit(failures === 0 ? 0 : 1);

function tell(result: Result): void {
  tried += 1;
  if (tried % PROGRESS === 0) console.log(`${tried} of ${cells.length} tried`);
  if (result.problems.length === 0 && named === undefined) return;
  const { succeeded, problems, refusals, request } = result;
  const lines = [
    `${problems.length > 0 ? "FAILED" : succeeded ? "succeeded" : "refused clearly"}: --cell "${titleOf(result)}" (${request ?? "no request"})`,
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
  return Object.fromEntries(rows.filter(([, { cells: tried }]) => tried > 0));
}
