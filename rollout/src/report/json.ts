import { writeFile } from "node:fs/promises";
import { RolloutError } from "../errors.ts";
import { previewReport, type PreviewReport } from "./schema.ts";

/** Text of a report as JSON, checked against its own schema. */
export function reportJson(report: PreviewReport): string {
  previewReport.parse(report);
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Place of a report in JSON: a file, or standard output for `-`. */
export class ReportFile {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Empties the file, so that an earlier report never passes for the one that is about to be made.
   *
   * @throws RolloutError where it cannot be written
   */
  static async open(path: string): Promise<ReportFile> {
    const file = new ReportFile(path);
    await file.#write("");
    return file;
  }

  write(report: PreviewReport): Promise<void> {
    return this.#write(reportJson(report));
  }

  async #write(text: string): Promise<void> {
    if (this.#path === "-") {
      process.stdout.write(text);
      return;
    }
    await writeFile(this.#path, text).catch((error: NodeJS.ErrnoException) => {
      throw new RolloutError(
        `The report cannot be written to ${this.#path} (${error.code}).`,
        "Name another file with --json.",
      );
    });
  }
}
