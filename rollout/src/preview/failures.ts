import { TYPE_PREFIX } from "pulumi-prismatic/vocabulary";
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "../pulumi/events.ts";
import type { Failure } from "../report/schema.ts";
import { firstLine, shownMessage } from "../shownText.ts";

type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

const NOT_COPIED = "The rest of the message may hold secrets and is not copied here.";

/** The circumstances in which a stack failed. */
export interface Circumstances {
  stack: string;
  /** Folder of the project. */
  folder: string;
  /** Values that must not be shown. */
  secrets: readonly string[];
  /** Pulumi's command; `preview` by default. */
  command?: string;
}

/** The command that shows what a report does not copy. */
export function byHand({ stack, command = "preview" }: Pick<Circumstances, "stack" | "command">): string {
  return `pulumi ${command} --stack ${stack}`;
}

/** An error that the engine reported in its events, as far as it may be shown. */
export function engineFailure({ urn, message }: Diagnostic, circumstances: Circumstances): Failure {
  const { folder, secrets } = circumstances;
  const type = urn?.split("::").at(-2)?.split("$").at(-1);
  if (urn !== undefined && type?.startsWith(TYPE_PREFIX) === true) {
    // Messages of our own provider hold no secrets, and say what to do.
    const told = message.replace(/^\S+ resource '.*?' has a problem: /s, "").replace(/^Preview failed: /, "");
    return {
      message: shownMessage(told, secrets),
      nextStep: "Do what the message says, then run it again.",
      urn,
    };
  }
  const exception = exceptionIn(message, folder);
  if (exception !== undefined) {
    return {
      message: `The program failed with an exception${exception}. Its text may hold secrets and is not copied here.`,
      nextStep: `Type, to see it: ${byHand(circumstances)}`,
    };
  }
  return {
    message: `${firstLine(message, secrets) ?? "The text of this failure is not shown."} ${NOT_COPIED}`,
    nextStep: `Type, to see it: ${byHand(circumstances)}`,
    ...(urn === undefined ? {} : { urn }),
  };
}

/** The kind of an exception and its place in the project, or undefined for another message. */
function exceptionIn(message: string, folder: string): string | undefined {
  const text = stripVTControlCharacters(message);
  if (!/^(error: )?Running program /.test(text)) return undefined;
  const kind = /^\s*(?:Uncaught )?([A-Z]\w{0,40}Error|Error)\b/m.exec(text)?.[1];
  const frames = text.split("\n").filter((line) => /^\s+at /.test(line) && !line.includes("node_modules"));
  const place = frames
    .map((line) => line.split(`${folder}/`).at(1))
    .find((rest) => rest !== undefined && /^[^():]+:\d+:\d+\)?$/.test(rest));
  return `${kind === undefined ? "" : ` (${kind})`}${place === undefined ? "" : ` at ${shownMessage(place.replace(/\)$/, ""))}`}`;
}

/** Failures of Pulumi's command line before the engine ran, by what it says. */
const KNOWN: readonly { pattern: RegExp; message: string; nextStep: string }[] = [
  {
    pattern: /incorrect passphrase/,
    message: "The passphrase of the stack is wrong.",
    nextStep:
      "Set PULUMI_CONFIG_PASSPHRASE, or name where this stack's comes from under environment in rollout.yaml.",
  },
  {
    pattern: /passphrase must be set/,
    message: "The passphrase of the stack is not set.",
    nextStep:
      "Set PULUMI_CONFIG_PASSPHRASE, or name where this stack's comes from under environment in rollout.yaml.",
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|pulumi login/,
    message: "Pulumi is not logged in.",
    nextStep: "Type: pulumi login. In CI, set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.",
  },
];

/** Explains why a stack could not even begin, from what Pulumi printed. */
export function commandFailure(stderr: string, circumstances: Circumstances): Failure {
  const { stack, secrets } = circumstances;
  if (/no stack named/.test(stderr)) return missingStack(stack);
  const known = KNOWN.find(({ pattern }) => pattern.test(stderr));
  if (known !== undefined) return { message: known.message, nextStep: known.nextStep };
  const line = firstLine(stderr, secrets);
  return {
    message: line === undefined ? "pulumi said nothing that can be shown." : `pulumi said: ${line}`,
    nextStep: `Type, to see it: ${byHand(circumstances)}`,
  };
}

/**
 * A stack that was named and does not exist.
 *
 * @param meant the stack that was probably meant
 */
export function missingStack(stack: string, meant?: string): Failure {
  const suggestion = meant === undefined ? "" : ` Did you mean "${shownMessage(meant)}"?`;
  return {
    message: `There is no stack "${shownMessage(stack)}".${suggestion}`,
    nextStep: "Type: pulumi stack ls, or create it with pulumi stack init.",
  };
}
