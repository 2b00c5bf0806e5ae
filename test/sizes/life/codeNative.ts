import { join } from "node:path";
import { expect } from "vitest";
import {
  CodeNativeBundle,
  createCodeNativeBundle,
  type DeclaredIntegration,
} from "../../support/codeNativeBundle.ts";
import { foundCodeNative, importElsewhere } from "../../support/codeNativeWorld.ts";
import { mutate } from "../../support/contents.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { endOf, secret, type LifeCase, type Stage } from "./case.ts";

const FLOW = "Receive Order";

const nameAt = (stage: Stage): string => (stage === "replaced" ? "Code (moved)" : "Code");

const builtAt = (stage: Stage): DeclaredIntegration => ({
  name: nameAt(stage),
  description: `Built ${endOf(stage)}`,
  connections: { Acme: "code-acme" },
  flows: [{ name: FLOW, requiresKey: true }],
  iconPath: "icon.png",
});

/** Imports another bundle as somebody does from another checkout. */
async function importByHand(tenant: TestTenant): Promise<void> {
  await using bundle = await createCodeNativeBundle({ ...builtAt("changed"), description: "By hand" });
  await importElsewhere(tenant, bundle.folder, (await foundCodeNative(tenant, "Code")).id);
}

/**
 * The life of a published code-native integration that names a connection of the program. A bundle with another name
 * renames it, so nothing replaces it.
 */
export const codeNativeCase: LifeCase = {
  title: "Code-native integration with a connection of the program and a key for test runs",
  async prepare(tenant, { folder }) {
    await tenant.setProcessing(0);
    for (const stage of ["first", "changed", "replaced"] as const) {
      await new CodeNativeBundle(join(folder, "code", stage)).build(builtAt(stage));
    }
  },
  declare: (stage) => [
    {
      type: "OrganizationCustomerConnection",
      name: "code-acme",
      args: {
        component: "acme",
        stableKey: "code-acme",
        name: "Code",
      },
    },
    {
      type: "CodeNativeIntegration",
      name: "code",
      args: {
        bundle: `code/${stage}/dist`,
        connections: [{ $resource: "code-acme" }],
        testApiKeys: { [FLOW]: secret("code", stage) },
        publish: { comment: `Release ${endOf(stage)}` },
        deleteOnDestroy: true,
      },
    },
  ],
  contents: (stage) => ({
    connections: { "code-acme": { kind: "customer/org" } },
    integrations: {
      [nameAt(stage)]: {
        isDraftPublished: true,
        definition: expect.stringContaining(`"Built ${endOf(stage)}"`) as string,
      },
    },
  }),
  async verify(tenant, stage) {
    const found = await foundCodeNative(tenant, nameAt(stage));
    expect(found.avatarUrl).not.toBeNull();
    expect(found.definition).toContain("code-acme");
    expect(found.systemInstance.flowConfigs.nodes).toEqual([
      { flow: { name: FLOW }, apiKeys: [secret("code", stage)] },
    ]);
  },
  refusal: { code: { kept: false, says: 'Integration "Code" was not imported: the upload of the package' } },
  shows: { code: ["bundle", "publish.comment", "secretRevisions.Receive Order", "signature"] },
  sends: ["publishComponent", "importIntegration", "publishIntegration"],
  drift: {
    happen: importByHand,
    shown: {
      code: [
        "+ draftChanges: [",
        expect.stringMatching(/\[0\]: "~ package: [0-9a-f]{40} => [0-9a-f]{40}"/) as string,
        expect.stringMatching(/^~ signature: "[0-9a-f]{40}" => "[0-9a-f]{40}"$/) as string,
      ],
    },
  },
  loss: {
    async happen(tenant) {
      await mutate(tenant, "deleteIntegration", { id: (await foundCodeNative(tenant, "Code")).id });
    },
    created: ["code"],
  },
  replaced: {},
  neverReplaced: ["code"],
};
