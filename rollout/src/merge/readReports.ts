import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { byCharacters } from "../order.ts";
import { previewReport, REPORT_VERSION, type PreviewReport } from "../report/schema.ts";
import type { NamedReport } from "./parts.ts";

/** Most bytes of one report, and of all of them together. */
export const LIMITS = { file: 32 * 2 ** 20, all: 256 * 2 ** 20, files: 2000 };

const head = z.object({ version: z.unknown(), command: z.unknown() });

/**
 * Reads reports that other runs of `preview` wrote. Whoever can change a run, such as the author of a pull request, can
 * change its report as well: nothing is taken from one that the schema does not allow.
 *
 * @param paths files, or folders with files that end in `.json`, at any depth
 * @returns without those that are empty: their runs ended before they had anything to tell
 * @throws RolloutError where a file is too large, no report, or one of another version
 */
export async function readReports(paths: readonly string[]): Promise<NamedReport[]> {
  const files = (await Promise.all(paths.map(filesIn))).flat();
  if (files.length > LIMITS.files) throw refused(`There are more than ${LIMITS.files} reports.`);
  const reports: NamedReport[] = [];
  let left = LIMITS.all;
  for (const file of files) {
    const text = await textOf(file, Math.min(left, LIMITS.file));
    left -= text.length;
    if (text.trim() !== "") reports.push({ file: visible(file), report: parsed(visible(file), text) });
  }
  return reports;
}

async function filesIn(path: string): Promise<string[]> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    throw refused(`${visible(path)} cannot be read (${error.code}).`);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted(byCharacters);
}

/** Text of a file; a link is not followed, for it could lead to anything. */
async function textOf(file: string, most: number): Promise<string> {
  try {
    await using opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size } = await opened.stat();
    if (size > most) throw refused(`${visible(file)} is larger than a report can be (${size} bytes).`);
    return await opened.readFile("utf8");
  } catch (error) {
    if (error instanceof RolloutError) throw error;
    throw refused(`${visible(file)} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parsed(file: string, text: string): PreviewReport {
  const value = valueOf(file, text);
  const { version, command } = head.safeParse(value).data ?? {};
  if (command !== "preview") throw refused(`${file} is no report of a preview.`);
  if (version !== REPORT_VERSION) {
    throw new RolloutError(
      "REPORT",
      `${file} has another version than ${REPORT_VERSION}, which this one reads. Nothing was merged.`,
      "Take the same version of prismatic-rollout in all jobs.",
    );
  }
  const checked = previewReport.safeParse(value);
  if (checked.success) return value as PreviewReport;
  // What stands at the place may be anything, so it is not told.
  const [issue] = checked.error.issues;
  const place = visible((issue?.path ?? []).map(String).join(".")).slice(0, 200);
  throw refused(
    `${file} is no report that this version writes: ${place || "its members"} is not as it must be.`,
  );
}

/** The value of a JSON text, in which no text acts on a terminal. */
function valueOf(file: string, text: string): unknown {
  let isActing = false;
  const look = (part: string) => (isActing ||= visible(part) !== part);
  try {
    const value = JSON.parse(text, (name, member: unknown) => {
      look(name);
      if (typeof member === "string") look(member);
      return member;
    }) as unknown;
    if (!isActing) return value;
  } catch {
    throw refused(`${file} is no JSON.`);
  }
  throw refused(`${file} holds characters that no report has.`);
}

function refused(message: string): RolloutError {
  return new RolloutError(
    "REPORT",
    `${message} Nothing was merged.`,
    "Make the report again, or leave it out.",
  );
}
