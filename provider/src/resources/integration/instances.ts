import type { Problem } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { listed } from "../../dynamic/suggest.ts";
import type { VersionArguments } from "./arguments.ts";
import { readDefinition, type BuiltIn, type Definition } from "./definition/read.ts";

/** Tells what a new version means for running instances: a problem where `instances` is not set, else a notice. */
export async function instanceProblems(
  session: TenantSession,
  { id, name }: { id: string; name: string },
  definition: Definition,
  declared: Pick<VersionArguments, "instances">,
  builtIn: BuiltIn = "designer",
): Promise<Problem[]> {
  const instances = await session.integrations.instancesOf(id);
  if (instances.length === 0) return [];
  const versions = [...new Set(instances.map(({ integration }) => integration.versionNumber))].toSorted(
    (a, b) => a - b,
  );
  const running = `${counted(instances.length)} of "${name}" ${instances.length === 1 ? "runs" : "run"} version ${versions.join(", ")}`;
  const vanishing = await vanishingVariables(session, id, definition, builtIn);
  if (vanishing.length > 0) {
    notice(
      `${session.tenant}: ${running}. The new definition no longer has the config variables ${listed(vanishing)}; what ` +
        "instances hold for them is lost when they are upgraded.",
    );
  }
  if (declared.instances === undefined) {
    const message =
      `${running} and keep it until they are upgraded. Decide: "upgrade" upgrades and deploys all of them once the new ` +
      'version is published, "leave" leaves them.';
    return [{ path: "instances", message }];
  }
  const isOne = instances.length === 1;
  const left = isOne ? "it is left as it is" : "they are left as they are";
  const upgraded = `${isOne ? "it is" : "they are"} upgraded to the new version and deployed`;
  notice(`${session.tenant}: ${running}; ${declared.instances === "upgrade" ? upgraded : left}.`);
  return [];
}

/** Refuses to delete an integration in use. @throws ConfigurationError where instances would lose it */
export async function refuseDeleteInUse(session: TenantSession, id: string, name: string): Promise<void> {
  const { length } = await session.integrations.instancesOf(id);
  if (length === 0) return;
  throw new ConfigurationError(
    `Integration "${name}" was not deleted: in ${session.tenant}, ${counted(length)} would lose it. ` +
      `${session.journal.unchanged} ` +
      "Remove the instances first, or let the integration stay: deleteOnDestroy: false, then pulumi up, then delete it.",
  );
}

async function vanishingVariables(
  session: TenantSession,
  id: string,
  definition: Definition,
  builtIn: BuiltIn,
): Promise<string[]> {
  const current = await session.integrations.byId(id);
  const read = current && readDefinition(current.definition, builtIn);
  if (read === undefined || !("definition" in read)) return [];
  const kept = new Set((definition.value.requiredConfigVars ?? []).map(({ key }) => key));
  const before = (read.definition.value.requiredConfigVars ?? []).map(({ key }) => key);
  return before.filter((key) => !kept.has(key)).map((key) => `"${key}"`);
}

/** A number of instances in words. */
export function counted(instances: number): string {
  return instances === 1 ? "1 instance" : `${instances} instances`;
}
