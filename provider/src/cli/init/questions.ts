import { cancel, confirm, intro, isCancel, note, outro, select, text } from "@clack/prompts";
import { Interrupted } from "../interrupted.ts";
import { classFor, JUDGES, type ConnectionAnswers, type GivenAnswers } from "./answers.ts";

/** Prompts go to the standard error: the standard output is for the result. */
const output = process.stderr;

type GivenConnection = Partial<GivenAnswers["connections"][number]>;

/** Answers that were given before the first question; the questions ask for the others. */
export type Known = Partial<Omit<GivenAnswers, "connections">> & { connection: GivenConnection };

/**
 * Asks at the terminal, in the words of Prismatic's wizard.
 *
 * @throws Interrupted where the operator presses Ctrl-C or Escape
 */
export async function askedAnswers(known: Known, folderName: string): Promise<GivenAnswers> {
  intro("A Pulumi project for Prismatic", { output });
  const { connection, ...rest } = known;
  const project =
    rest.project ?? (await ask("Name of the project", { initial: folderName, judge: JUDGES.name }));
  const url =
    rest.url ??
    (await ask("Address of the first tenant's stack", {
      initial: "https://app.prismatic.io",
      judge: JUDGES.url,
    }));
  const tenantId =
    rest.tenantId ?? (await askOptional("Id of the tenant (prism me prints it)", JUDGES.tenantId));
  const stack = rest.stack ?? (await ask("Name of its Pulumi stack", { initial: "dev", judge: JUDGES.name }));
  const connections = [await askedConnection(connection)];
  while (await agreed("Another connection?", false)) connections.push(await askedConnection({}));
  return { project, url, ...(tenantId === undefined ? {} : { tenantId }), stack, connections };
}

/** Asks whether files that are there may be replaced. */
export function mayReplace(paths: readonly string[]): Promise<boolean> {
  return agreed(`Replace ${paths.join(", ")}?`, false);
}

/** Shows the end of the conversation. */
export function showEnd(commands: readonly string[]): void {
  note(commands.join("\n"), "Next", { output });
  outro("The project is written.", { output });
}

async function askedConnection(given: GivenConnection): Promise<GivenAnswers["connections"][number]> {
  const component =
    given.component ?? (await ask("Key of the component", { hint: "slack", judge: JUDGES.filled }));
  const connectionType =
    given.connectionType ??
    (await askOptional("Key of the connection type (none where the component has only one)", JUDGES.filled));
  const whose = given.whose ?? (await askedOwner());
  const suppliedBy = whose === "customer" ? (given.suppliedBy ?? (await askedSupplier())) : given.suppliedBy;
  note(`${classFor({ whose, suppliedBy })} is its class.`, "", { output });
  const words = [component, connectionType ?? ""].join(" ");
  const stableKey =
    given.stableKey ??
    (await ask("Stable key, the same in every tenant and for ever", {
      initial: kebabCase(words),
      judge: JUDGES.stableKey,
    }));
  const name =
    given.name ??
    (await ask("Name that people see", { initial: capitalized(component), judge: JUDGES.filled }));
  const globalValues = given.globalValues ?? (await askedValues());
  const globalSecrets = given.globalSecrets ?? (await askedSecrets());
  const hasGlobals = Object.keys(globalValues).length + globalSecrets.length > 0;
  const redeployInstances =
    given.redeployInstances ??
    (hasGlobals && (await agreed("Redeploy the instances that use it when a global value changes?", false))
      ? "onChange"
      : "never");
  return {
    component,
    ...(connectionType === undefined ? {} : { connectionType }),
    whose,
    ...(suppliedBy === undefined ? {} : { suppliedBy }),
    ...{ stableKey, name, globalValues, globalSecrets, redeployInstances },
    ...(given.description === undefined ? {} : { description: given.description }),
  };
}

const askedOwner = (): Promise<ConnectionAnswers["whose"]> =>
  settled(
    select({
      message: "Whose credentials are they?",
      options: [
        { value: "customer", label: "Each customer's own" },
        { value: "organization", label: "The organization's, for all customers" },
        { value: "user", label: "Each end user's own" },
      ] as const,
      output,
    }),
  );

const askedSupplier = (): Promise<"customer" | "organization"> =>
  settled(
    select({
      message: "Who supplies them?",
      options: [
        { value: "customer", label: "The customer", hint: "always, for a login by OAuth 2.0" },
        { value: "organization", label: "The organization, for each customer" },
      ] as const,
      output,
    }),
  );

async function askedValues(): Promise<Record<string, string>> {
  const values = new Map<string, string>();
  for (;;) {
    const input = await askOptional(
      "Key of an input that is the same for all customers, not secret",
      JUDGES.input,
    );
    if (input === undefined) return Object.fromEntries(values);
    values.set(input, (await askOptional(`Value of ${input} in this tenant (none: set it later)`)) ?? "");
  }
}

async function askedSecrets(): Promise<string[]> {
  const inputs: string[] = [];
  for (;;) {
    const input = await askOptional("Key of a secret input that is the same for all customers", JUDGES.input);
    if (input === undefined) return inputs;
    inputs.push(input);
  }
}

type Judge = (text: string) => string | undefined;

async function ask(
  message: string,
  { initial, hint, judge }: { initial?: string; hint?: string; judge: Judge },
): Promise<string> {
  const given = await settled(
    text({
      message,
      output,
      ...(initial === undefined ? {} : { initialValue: initial }),
      ...(hint === undefined ? {} : { placeholder: hint }),
      validate: (typed) => problem(judge, typed),
    }),
  );
  return given.trim();
}

async function askOptional(message: string, judge: Judge = () => undefined): Promise<string | undefined> {
  const given = await settled(
    text({
      message,
      output,
      placeholder: "Enter for none",
      defaultValue: "",
      validate: (typed) => (typed === undefined || typed.trim() === "" ? undefined : problem(judge, typed)),
    }),
  );
  return given.trim() === "" ? undefined : given.trim();
}

const agreed = (message: string, initialValue: boolean): Promise<boolean> =>
  settled(confirm({ message, initialValue, output }));

function problem(judge: Judge, typed: string | undefined): string | undefined {
  const found = judge((typed ?? "").trim());
  return found === undefined ? undefined : `It ${found}.`;
}

async function settled<Value>(answer: Promise<Value>): Promise<Exclude<Value, symbol>> {
  const given = await answer;
  if (!isCancel(given)) return given as Exclude<Value, symbol>;
  cancel("Nothing was written.", { output });
  throw new Interrupted();
}

function kebabCase(words: string): string {
  return words
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 64);
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
