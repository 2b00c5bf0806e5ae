import { colored } from "./colored.ts";
import type { FormFlags } from "./formOptions.ts";
import { reportJson } from "./json.ts";
import type { PreviewReport } from "./schema.ts";
import { reportTable } from "./table.ts";
import { writeOutput, type Output } from "./writing.ts";

/** One form of the report, and where it is written. */
export interface Form extends Output {
  render: (report: PreviewReport) => string | Promise<string>;
}

/** The forms of the report that were asked for; what makes them is loaded only then. */
export function formsOf({ json, markdown, html }: FormFlags): Form[] {
  const forms = [
    { flag: "--json", file: json, render: reportJson },
    {
      flag: "--markdown",
      file: markdown,
      render: async (report: PreviewReport) => (await import("./markdown.ts")).markdown(report),
    },
    {
      flag: "--html",
      file: html,
      render: async (report: PreviewReport) => (await import("./page.tsx")).page(report),
    },
  ];
  return forms.flatMap(({ flag, file, render }) => (file === undefined ? [] : [{ flag, file, render }]));
}

/** Writes the report in these forms, and as a table where none of them is standard output. */
export async function writeForms(report: PreviewReport, forms: readonly Form[]): Promise<void> {
  if (!forms.some(({ file }) => file === "-"))
    process.stdout.write(colored(reportTable(report), process.stdout));
  for (const { render, ...output } of forms) await writeOutput(output, await render(report));
}
