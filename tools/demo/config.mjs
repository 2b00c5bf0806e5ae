import { join } from "node:path";
import { readJson } from "../setup/json.mjs";
import { root } from "../setup/paths.mjs";

/** @typedef {{ plain?: Record<string, string>, secret?: Record<string, string> }} Values */

/**
 * The arguments of `pulumi config set-all` for one stack: the tenant, and what the example asks for.
 * @param {import("./emulator.mjs").DemoStack} stack
 * @param {import("./emulator.mjs").DemoTenant} tenant
 */
export function configArguments(stack, tenant) {
  const file = join(root, "examples", "connections", "demo-config.json");
  const example = /** @type {Values & { stacks?: Record<string, Values> } | undefined} */ (readJson(file));
  const own = example?.stacks?.[stack.name];
  const plain = {
    ...example?.plain,
    ...own?.plain,
    "prismatic:url": stack.url,
    "prismatic:tenantId": tenant.id,
  };
  const secret = { ...example?.secret, ...own?.secret, "prismatic:refreshToken": tenant.refreshToken };
  return [
    ...Object.entries(plain).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
    ...Object.entries(secret).flatMap(([key, value]) => ["--secret", `${key}=${value}`]),
  ];
}
