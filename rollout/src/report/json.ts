import { writeFile } from "node:fs/promises";
import { previewReport, type PreviewReport } from "./schema.ts";

/** Text of a report as JSON, checked against its own schema. */
export function reportJson(report: PreviewReport): string {
  previewReport.parse(report);
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Writes a report as JSON to a file; `-` is standard output. */
export async function writeReportJson(report: PreviewReport, file: string): Promise<void> {
  if (file === "-") process.stdout.write(reportJson(report));
  else await writeFile(file, reportJson(report));
}
