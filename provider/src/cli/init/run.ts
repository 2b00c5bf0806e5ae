import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parse } from "yaml";
import { CommandError } from "../../commandLine/failure.ts";
import { visible } from "../../tenant/visible.ts";
import { plainName } from "../names.ts";
import { checkedAnswers, type Answers } from "./answers.ts";
import { exportCommand } from "./exportCommand.ts";
import { initialFiles, nextCommands } from "./projectFiles.ts";
import type { Known } from "./questions.ts";
import { plannedWrites, writePlanned, type Plan } from "./writeProject.ts";

/** Options of the command `init`. */
export interface InitFlags {
  answers?: string;
  fromTenant?: true;
  project?: string;
  stack?: string;
  url?: string;
  tenantId?: string;
  component?: string;
  connectionType?: string;
  whose?: "customer" | "organization" | "user";
  suppliedBy?: "customer" | "organization";
  stableKey?: string;
  name?: string;
  description?: string;
  globalValue?: Record<string, string>;
  globalSecret?: string[];
  redeployInstances?: "never" | "onChange";
  force?: true;
  json?: true;
}

/**
 * Writes a project from options, from a file of answers, or from what is answered at the terminal.
 *
 * @throws CommandError where that makes no project, or files would be replaced unasked: then nothing is written
 */
export async function runInit(folder: string, flags: InitFlags): Promise<void> {
  const place = resolve(folder);
  if (flags.fromTenant === true) {
    const next = exportCommand(folder, flags);
    process.stdout.write(flags.json ? `${JSON.stringify({ files: [], next: [next] })}\n` : `${next}\n`);
    return;
  }
  const asks = flags.answers === undefined && process.stdin.isTTY && process.stderr.isTTY;
  const answers = await answersFor(place, flags, asks);
  const plan = await plannedWrites(place, initialFiles(answers));
  await settleReplacements(plan, flags, asks);
  await writePlanned(plan);
  await showResult(plan, answers, { folder, json: flags.json === true, asks });
}

async function answersFor(place: string, flags: InitFlags, asks: boolean): Promise<Answers> {
  const known = knownAnswers(flags);
  const project = flags.project ?? plainName(basename(place));
  if (flags.answers !== undefined) return checkedAnswers({ project, ...(await answersFrom(flags.answers)) });
  if (isComplete(known)) {
    const { connection, ...rest } = known;
    return checkedAnswers({ project, ...rest, connections: [connection] });
  }
  if (!asks) {
    throw new CommandError({
      code: "USAGE",
      message:
        "There is no terminal to ask at, and these options do not say everything. Nothing was written.",
      next: "Type --component, --whose, --stable-key and --name, or --answers with a file.",
    });
  }
  return checkedAnswers(await (await import("./questions.ts")).askedAnswers(known, project));
}

function knownAnswers(flags: InitFlags): Known {
  const { project, stack, url, tenantId, globalValue, globalSecret, ...rest } = flags;
  const { component, connectionType, whose, suppliedBy, stableKey, name, description, redeployInstances } =
    rest;
  return {
    ...given({ project, stack, url, tenantId }),
    connection: {
      ...given({
        component,
        connectionType,
        whose,
        suppliedBy,
        stableKey,
        name,
        description,
        redeployInstances,
      }),
      ...given({ globalValues: globalValue, globalSecrets: globalSecret }),
    },
  };
}

/** Tells answers with which nothing is left to ask. */
function isComplete({ connection }: Known): boolean {
  return (["component", "whose", "stableKey", "name"] as const).every(
    (name) => connection[name] !== undefined,
  );
}

async function answersFrom(file: string): Promise<object> {
  const text = file === "-" ? await standardInput() : await readFile(file, "utf8");
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new CommandError(
      {
        code: "FILE",
        message: `--answers ${visible(file)} is neither YAML nor JSON: ${(error as Error).message.split("\n", 1)[0]}`,
        next: "Mend the file. Nothing was written.",
      },
      { cause: error },
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new CommandError({
    code: "FILE",
    message: `--answers ${visible(file)} holds no answers. Nothing was written.`,
    next: "Write a map with connections, as in docs/new-project.md.",
  });
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws CommandError where files would be replaced and nobody allows it */
async function settleReplacements(
  { folder, replaced }: Plan,
  { force }: InitFlags,
  asks: boolean,
): Promise<void> {
  if (replaced.length === 0 || force === true) return;
  if (asks && (await (await import("./questions.ts")).mayReplace(replaced))) return;
  throw new CommandError({
    code: "FILE",
    message: `${folder} has other contents in ${replaced.join(", ")}. Nothing was written.`,
    next: "Name another folder, or type --force to replace these files.",
  });
}

async function showResult(
  { folder: place, writes }: Plan,
  answers: Answers,
  { folder, json, asks }: { folder: string; json: boolean; asks: boolean },
): Promise<void> {
  const next = [...(folder === "." ? [] : [`cd ${folder}`]), ...nextCommands(answers)];
  if (json) {
    process.stdout.write(`${JSON.stringify({ folder: place, files: [...writes.keys()], next })}\n`);
  } else if (asks) {
    (await import("./questions.ts")).showEnd(next);
  } else {
    const written =
      writes.size === 0 ? "Everything was there already." : `Written: ${[...writes.keys()].join(", ")}`;
    process.stdout.write(`${written}\nNext:\n${next.map((each) => `  ${each}\n`).join("")}`);
  }
}

/** The members that are given. */
function given<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> };
}
