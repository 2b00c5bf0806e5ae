import { join } from "node:path";
import { expect } from "vitest";
import { Bundle, createBundle, type DeclaredComponent } from "../../support/componentBundle.ts";
import { mutate } from "../../support/contents.ts";
import { checkAndCreate, startProvider } from "../../support/provider.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { endOf, removeConnection, type LifeCase, type Stage } from "./case.ts";

const keyAt = (stage: Stage): string => (stage === "replaced" ? "parcels-moved" : "parcels");

const builtAt = (stage: Stage): DeclaredComponent => ({
  key: keyAt(stage),
  label: `Parcels ${endOf(stage)}`,
  inputs: stage === "first" ? [] : [{ key: "region" }],
});

/** Publishes another bundle as somebody does from another checkout. */
async function publishElsewhere(tenant: TestTenant): Promise<void> {
  await using bundle = await createBundle({ ...builtAt("first"), label: "Built by hand" });
  await using provider = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
  await checkAndCreate(provider.component, { bundle: bundle.folder });
}

/**
 * The life of a component and of a connection that can only be made once it is published. A new version is an update;
 * a bundle with another key is another component, so that is a replacement.
 */
export const componentCase: LifeCase = {
  title: "Component and a connection of it",
  async prepare(tenant, { folder }) {
    await tenant.setProcessing(0);
    for (const stage of ["first", "changed", "replaced"] as const) {
      await new Bundle(join(folder, "parcels", stage)).build(builtAt(stage));
    }
  },
  declare: (stage) => [
    {
      type: "Component",
      name: "parcels-component",
      args: { bundle: `parcels/${stage}`, deleteOnDestroy: true },
    },
    {
      type: "OrganizationCustomerConnection",
      name: "parcels",
      args: { component: { $resource: "parcels-component" }, stableKey: "parcels", name: "Parcels" },
    },
  ],
  contents: (stage) => ({
    components: {
      [keyAt(stage)]: {
        label: `Parcels ${endOf(stage)}`,
        types: { apiKey: stage === "first" ? ["api_key"] : ["api_key", "region"] },
      },
    },
    connections: { parcels: { type: `${keyAt(stage)}/apiKey`, values: {} } },
  }),
  refusal: {
    "parcels-component": { kept: true, says: 'Component "parcels": version 1 was begun in Tenant' },
    parcels: { kept: false, says: "The tenant has no usable version of it. To publish it again: pulumi up" },
  },
  shows: { "parcels-component": ["bundle", "connectionTypes.apiKey", "signature"] },
  sends: ["publishComponent"],
  drift: {
    happen: publishElsewhere,
    shown: {
      "parcels-component": [
        expect.stringMatching(/^~ signature: "[0-9a-f]{40}" => "[0-9a-f]{40}"$/) as string,
        '- [1]: "region"',
      ],
    },
  },
  loss: {
    async happen(tenant) {
      await removeConnection(tenant, "parcels");
      const [version] = await tenant.componentVersions("parcels");
      await mutate(tenant, "deleteComponent", { id: version?.id });
    },
    created: ["parcels-component", "parcels"],
  },
  replaced: { "parcels-component": undefined, parcels: { from: "parcels", to: "parcels" } },
};
