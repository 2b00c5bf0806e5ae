import { messageOf, SetupError } from "../setup/errors.mjs";
import { elapsed } from "../setup/progress.mjs";
import { configArguments } from "./config.mjs";

/** @typedef {import("./emulator.mjs").DemoStack} DemoStack */
/** @typedef {import("./pulumi.mjs").Pulumi} Pulumi */
/** @typedef {{ name: string, url: string, tenant: string, tenantId: string, refreshToken: string, changes: Record<string, number>, stableKeys: string[] }} DemoResult */

/** Creates the Pulumi stack of a tenant where there is none, and configures it. */
export async function prepareStack(/** @type {Pulumi} */ pulumi, /** @type {DemoStack} */ stack) {
  await pulumi.run(["stack", "select", stack.name, "--create"]);
  await pulumi.run(["config", "set-all", "--stack", stack.name, ...configArguments(stack, tenantOf(stack))]);
}

/**
 * Brings a tenant up and proves that doing so again changes nothing.
 * @param {Pulumi} pulumi
 * @param {DemoStack} stack
 * @param {(line: string) => void} print
 * @returns {Promise<DemoResult>}
 */
export async function bringUp(pulumi, stack, print) {
  const up = ["up", "--yes", "--suppress-progress", "--stack", stack.name];
  await pulumi.run(up, (line) => line.trim() && print(line));
  const changes = await lastChanges(pulumi, stack.name);
  const start = Date.now();
  await pulumi.run([...up, "--expect-no-changes"]).catch((/** @type {unknown} */ error) => {
    throw new SetupError(`A second run should change nothing in ${stack.name}:\n${messageOf(error)}`);
  });
  print(`A second \`pulumi up\` changed nothing (${elapsed(start)}).`);
  const { id, name, refreshToken } = tenantOf(stack);
  const stableKeys = await connections(pulumi, stack.name);
  return { name: stack.name, url: stack.url, tenant: name, tenantId: id, refreshToken, changes, stableKeys };
}

function tenantOf(/** @type {DemoStack} */ stack) {
  const [tenant] = stack.tenants;
  if (!tenant) throw new SetupError(`The emulator's stack ${stack.name} has no tenant.`);
  return tenant;
}

async function lastChanges(/** @type {Pulumi} */ pulumi, /** @type {string} */ stack) {
  const args = ["stack", "history", "--json", "--page-size", "1", "--stack", stack];
  /** @type {unknown} */
  const history = JSON.parse(await pulumi.run(args));
  const [update] = /** @type {{ resourceChanges?: Record<string, number> }[]} */ (history);
  return update?.resourceChanges ?? {};
}

/** The stable keys of the connections in a stack's state. */
async function connections(/** @type {Pulumi} */ pulumi, /** @type {string} */ stack) {
  /** @type {unknown} */
  const exported = JSON.parse(await pulumi.run(["stack", "export", "--stack", stack]));
  const { deployment } =
    /** @type {{ deployment: { resources?: { type: string, inputs?: { stableKey?: unknown } }[] } }} */ (
      exported
    );
  return (deployment.resources ?? [])
    .filter(({ type }) => /\/prismatic:\w*Connection$/.test(type))
    .map(({ inputs }) => inputs?.stableKey)
    .filter((key) => typeof key === "string")
    .sort();
}
