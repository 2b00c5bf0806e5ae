import { previewReport, type PreviewReport } from "./schema.ts";

/** Text of a report as JSON, checked against its own schema. */
export function reportJson(report: PreviewReport): string {
  previewReport.parse(report);
  return `${JSON.stringify(report, null, 2)}\n`;
}
