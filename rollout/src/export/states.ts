import { ManagedObjects, type StackState } from "pulumi-prismatic/takeover";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { readWith, type PulumiProcess } from "../pulumi/command.ts";
import { stackExport, type ExportedResource } from "../pulumi/stackExport.ts";
import { listStacks } from "../pulumi/stackList.ts";

const configuration = z.record(z.string(), z.unknown());

/** Reads the states of all stacks of a project, with their secrets encrypted, and tells what they manage. */
export async function managedByStacks(pulumi: PulumiProcess): Promise<ManagedObjects> {
  const states: StackState[] = [];
  for (const { name } of await listStacks(pulumi)) {
    const text = await answer(pulumi, ["stack", "export", "--stack", name], `the state of stack ${name}`);
    const { deployment } = parsed(stackExport, text, `the state of stack ${name}`);
    states.push({ stack: name, resources: (deployment?.resources ?? []).map(withOutputs) });
  }
  return new ManagedObjects(states);
}

/** A resource that has no outputs yet has none to compare. */
function withOutputs({ outputs, ...resource }: ExportedResource) {
  return { ...resource, outputs: outputs ?? {} };
}

/** Keys of a stack's configuration that belong to the program. */
export async function configKeys(
  pulumi: PulumiProcess,
  { project, stack }: { project: string; stack: string },
): Promise<ReadonlySet<string>> {
  const what = `the configuration of stack ${stack}`;
  const text = await answer(pulumi, ["config", "--json", "--stack", stack], what);
  const prefix = `${project}:`;
  const keys = Object.keys(parsed(configuration, text, what));
  return new Set(keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
}

/** Runs a command of Pulumi's that must not fail. */
export async function answer(pulumi: PulumiProcess, args: readonly string[], what: string): Promise<string> {
  const all = [...args, "--non-interactive", "--color", "never"];
  const { code, stdout, stderr } = await readWith(pulumi, all);
  pulumi.signal.throwIfAborted();
  if (code === 0) return stdout;
  throw new RolloutError(
    "PULUMI",
    `Pulumi failed at ${what}, so nothing was written: ${stderr.trim().replaceAll(/\s*\n\s*/g, "\n  ")}`,
    `Type, to see it: pulumi ${args.join(" ")}`,
  );
}

function parsed<Output>(schema: z.ZodType<Output>, text: string, what: string): Output {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new RolloutError(
      "PULUMI",
      `Pulumi answered in an unknown form, or in part only, when it was asked for ${what}. Nothing was written.`,
      "Run it again; if it stays so, install the newest version of prismatic-rollout.",
    );
  }
}
