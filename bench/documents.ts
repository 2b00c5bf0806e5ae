import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { root } from "../tools/setup/paths.mjs";
import { drawCharts } from "./charts.ts";
import type { Result } from "./results.ts";

const RESULTS = join(root, "bench/results.json");
const DOCUMENT = join(root, "docs/performance.md");
const CHARTS = join(root, "docs/performance");

/** Marks around the part of the document that is written from the results. */
const [BEGIN, END] = ["<!-- results: written by `npm run bench` -->", "<!-- end of results -->"];

/** Writes `results.json`, and from it the document's table and charts. */
export async function writeDocuments(results: readonly Result[]): Promise<void> {
  await writeFile(RESULTS, await format(JSON.stringify(results), { parser: "json", printWidth: 200 }));
  await mkdir(CHARTS, { recursive: true });
  for (const { file, svg } of drawCharts(results)) await writeFile(join(CHARTS, `${file}.svg`), `${svg}\n`);
  const document = await readFile(DOCUMENT, "utf8");
  const [before, after] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${DOCUMENT} has no place for the results.`);
  const text = `${document.slice(0, before)}${BEGIN}\n\n${tableOf(results)}\n\n${document.slice(after)}`;
  await writeFile(DOCUMENT, await format(text, { parser: "markdown", printWidth: 128 }));
}

/** The results of an earlier run, in which those of a part that was measured again take the places of the old ones. */
export async function mergedResults(measured: readonly Result[]): Promise<Result[]> {
  const earlier = JSON.parse(await readFile(RESULTS, "utf8")) as Result[];
  const again = new Map(measured.map((result) => [result.name, result]));
  const known = new Set(earlier.map(({ name }) => name));
  return [
    ...earlier.map((result) => again.get(result.name) ?? result),
    ...measured.filter(({ name }) => !known.has(name)),
  ];
}

function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ name, value, unit, limit, holds }) => {
    const verdict = limit === null ? "" : holds ? "holds" : "**does not hold**";
    return `| ${name} | ${value.toLocaleString("en")} ${unit} | ${limit ?? ""} | ${verdict} |`;
  });
  return ["| measured | value | limit | |", "| --- | ---: | --- | --- |", ...rows].join("\n");
}
