import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from "yaml";
import type { z } from "zod";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { rolloutSchema, type RolloutFile } from "./rolloutSchema.ts";

/** The file that says how a project is rolled out, in the folder of Pulumi.yaml. */
export const ROLLOUT_FILE = "rollout.yaml";

/** Characters of a rollout.yaml that are read: enough for a thousand stacks with labels and variables. */
const LONGEST = 1_000_000;

/**
 * Reads rollout.yaml.
 *
 * @param folder of the Pulumi project
 * @returns the defaults where there is no such file
 * @throws RolloutError with the line of each mistake
 */
export async function readRolloutFile(folder: string): Promise<RolloutFile> {
  const path = join(folder, ROLLOUT_FILE);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new RolloutError(
      "ROLLOUT_FILE",
      `${path} cannot be read (${error.code}).`,
      "Make it readable, or remove it.",
    );
  });
  return text === undefined ? rolloutSchema.parse({ version: 1 }) : parseRolloutFile(text);
}

/**
 * Reads the text of a rollout.yaml.
 *
 * @throws RolloutError with the line of each mistake, or for a text of more than a million characters
 */
export function parseRolloutFile(text: string): RolloutFile {
  if (text.length > LONGEST) {
    throw new RolloutError(
      "ROLLOUT_FILE",
      `${ROLLOUT_FILE} has ${text.length} characters, and at most ${LONGEST} are read. Nothing was started.`,
      "Use patterns of stacks, or YAML's anchors, instead of repeated parts.",
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  if (document.errors.length > 0) {
    throw mistaken(
      document.errors.map(({ message, pos }) => ({
        line: lines.linePos(pos[0]).line,
        message: complaint(message),
      })),
    );
  }
  refuseKeys(document, lines);
  const parsed = rolloutSchema.safeParse(valueOf(document, lines));
  if (!parsed.success) {
    throw mistaken(
      parsed.error.issues.map((issue) => ({
        line: lineOf(document, lines, issue),
        message: messageOf(issue),
      })),
    );
  }
  return parsed.data;
}

/** Refuses maps and lists as keys: the reader would turn each into a text, which doubles with each level. */
function refuseKeys(document: Document, lines: LineCounter): void {
  visit(document, {
    Pair(_, { key }) {
      const named = isAlias(key) ? key.resolve(document) : key;
      if (!isCollection(named)) return;
      const line = lines.linePos((isNode(key) && key.range?.[0]) || 0).line;
      throw mistaken([{ line, message: "a key must be a text, not a map or a list" }]);
    },
  });
}

/** The plain value; an alias can name nothing, or so much that nobody would write it. */
function valueOf(document: Document, lines: LineCounter): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    let line = 1;
    visit(document, {
      Alias(_, alias) {
        line = lines.linePos(alias.range?.[0] ?? 0).line;
        return alias.resolve(document) === undefined ? visit.BREAK : undefined;
      },
    });
    throw mistaken([{ line, message: complaint((error as Error).message) }]);
  }
}

/** A complaint of YAML's reader, which calls itself for each level. */
function complaint(message: string): string {
  const text = message.split(/ at line \d/, 1)[0] ?? "";
  return text.replace("Maximum call stack size exceeded", "Nested too deeply");
}

interface Mistake {
  line: number;
  message: string;
}

function mistaken(mistakes: readonly Mistake[]): RolloutError {
  const told = mistakes.map(({ line, message }) => `\n  line ${line}: ${visible(message)}`);
  return new RolloutError(
    "ROLLOUT_FILE",
    `${ROLLOUT_FILE} is not right:${told.join("")}`,
    "Mend these lines; docs/rollout.md lists every key. Nothing was started.",
  );
}

function messageOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join(".") || ROLLOUT_FILE;
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => `"${key}"`).join(", ");
    return `${issue.path.length === 0 ? "" : `${path}: `}there is no key ${keys}`;
  }
  // A member that is missing, or of another type than all that are allowed.
  const isUnexplained = issue.code === "invalid_type" && issue.message.startsWith("Invalid input");
  const message = isUnexplained ? `must be ${article(issue.expected)}` : issue.message;
  return `${path}: ${message}`;
}

function article(expected: string): string {
  return /^[aeio]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

/** The line of what is wrong, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): number {
  const [unknownKey] = issue.code === "unrecognized_keys" ? issue.keys : [];
  const whole = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
  for (let length = whole.length; length > 0; length--) {
    const around = document.getIn(whole.slice(0, length - 1), true);
    const last = whole[length - 1];
    const key = isMap(around)
      ? around.items
          .map((pair) => pair.key)
          .find((each) => isScalar(each) && String(each.value) === String(last))
      : document.getIn(whole.slice(0, length), true);
    if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
  }
  return 1;
}
