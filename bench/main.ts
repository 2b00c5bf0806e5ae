// Measures what this project promises of its speed, side by side on this machine: `npm run bench`, or a part of it with
// `npm run bench -- --only imports,creation`. A whole run takes about an hour on two processors that do nothing else.
import { parseArgs } from "node:util";
import { mergedResults, writeDocuments } from "./documents.ts";
import { measureCreation, measureOverhead, measureSmall } from "./measures/creation.ts";
import { measureCustomers } from "./measures/customers.ts";
import { measureEmulator } from "./measures/emulator.ts";
import { measureEngineSettings } from "./measures/engineSettings.ts";
import { measureGrowth } from "./measures/growth.ts";
import { measureImports } from "./measures/imports.ts";
import { measurePolicies } from "./measures/policies.ts";
import { measureRequests } from "./measures/requests.ts";
import { measureRollout } from "./measures/rollout.ts";
import { measureStateAndMemory } from "./measures/state.ts";
import { measureUnchanged } from "./measures/unchanged.ts";
import { Results } from "./results.ts";

const MEASURES = {
  imports: measureImports,
  requests: measureRequests,
  creation: measureCreation,
  overhead: measureOverhead,
  small: measureSmall,
  unchanged: measureUnchanged,
  state: measureStateAndMemory,
  customers: measureCustomers,
  growth: measureGrowth,
  policies: measurePolicies,
  rollout: measureRollout,
  engine: measureEngineSettings,
  emulator: measureEmulator,
} satisfies Record<string, (results: Results, rounds: number) => Promise<void>>;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    /** Writes the results of a part into those of the last whole run. */
    update: { type: "boolean", default: false },
  },
});
const chosen = values.only?.split(",") ?? Object.keys(MEASURES);
const unknown = chosen.filter((name) => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0)
  throw new Error(
    `No measure is called ${unknown.join(", ")}; there are ${Object.keys(MEASURES).join(", ")}.`,
  );

const results = new Results();
for (const [name, measure] of Object.entries(MEASURES)) {
  if (!chosen.includes(name)) continue;
  console.log(name);
  await measure(results, Number(values.rounds));
}
if (values.only === undefined) await writeDocuments(results.all);
else if (values.update) await writeDocuments(await mergedResults(results.all));
const broken = results.all.filter(({ holds }) => !holds);
console.log(
  broken.length === 0
    ? "All limits hold."
    : `Limits that do not hold: ${broken.map(({ name }) => name).join("; ")}.`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
