import fc from "fast-check";
import { parse, stringify } from "yaml";
import { designerPublishes, designerWrites, integrationsOf } from "../../support/integrations.ts";
import { checkAndCreate, startProvider } from "../../support/provider.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { BUNDLES } from "./bundles.ts";
import { componentKeyOf, integrationNameOf } from "./world.ts";

/** Something that a person does meanwhile to a lane's component or integration. */
export type OwnInterference =
  { of: "component"; bundle: number } | { of: "integration"; what: "change" | "publish" };

/** Publishing a bundle; changing or publishing a draft. */
export const ownInterferences: fc.Arbitrary<OwnInterference> = fc.oneof(
  fc.record({ of: fc.constant("component" as const), bundle: fc.integer({ min: 0, max: BUNDLES - 1 }) }),
  fc.record({
    of: fc.constant("integration" as const),
    what: fc.constantFrom("change" as const, "publish" as const),
  }),
);

/** Does to the tenant what a person might do; nothing where the tenant does not have the object. */
export async function interfereWithOwn(
  tenant: TestTenant,
  lane: number,
  interference: OwnInterference,
  bundles: readonly string[],
): Promise<void> {
  if (interference.of === "component") {
    const bundle = bundles[interference.bundle];
    if (bundle === undefined || (await tenant.componentVersions(componentKeyOf(lane))).length === 0) return;
    await using somebody = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
    await checkAndCreate(somebody.component, { bundle });
    return;
  }
  const name = integrationNameOf(lane);
  const found = (await integrationsOf(tenant)).find((integration) => integration.name === name);
  if (found === undefined) return;
  if (interference.what === "publish") return designerPublishes(tenant, found.id);
  const definition = parse(found.definition) as object;
  await designerWrites(tenant, found.id, stringify({ ...definition, description: "Changed by a designer" }));
}
