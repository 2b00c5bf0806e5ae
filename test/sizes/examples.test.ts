import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { diagnosticErrors } from "../support/engineEvents.ts";
import { exampleProject } from "../support/exampleProject.ts";
import { exampleNames } from "../support/examples.ts";
import { violations } from "../support/policies.ts";
import { sized } from "../support/size.ts";
import { startTenant } from "../support/tenant.ts";

/** Every folder of the examples that is a Pulumi program. */
const examples = exampleNames.filter((name) => !name.includes("/"));
/** One with little and the one with every resource. */
const SAMPLE = ["connections", "every-resource"];
const registered = Object.keys(
  (JSON.parse(readFileSync(join(root, "policies/stable-keys.json"), "utf8")) as { stableKeys: object })
    .stableKeys,
);

describe("The pack in its own folder, with its own registry", () => {
  it.each(sized({ sample: SAMPLE, promised: examples }))(
    "is silent on the example %s, and finds its stable keys again",
    async (name) => {
      const customers = ["northwind", "globex"].map((externalId) => ({ externalId, name: externalId }));
      const [tenant, other] = await Promise.all([startTenant({ holds: { customers } }), startTenant()]);
      try {
        await using project = await exampleProject(name, tenant, other);
        // The preview before an update is judged in the same way; one example is enough for it.
        const preview = name === "connections" ? [] : ["--skip-preview"];
        const up = ["up", "--yes", ...preview, "--policy-pack", join(root, "policies")];
        const { events, output } = await project.run(up, { events: true, expectFailure: "either" });
        expect(violations(events), `What the pack says of examples/${name}`).toEqual([]);
        expect(diagnosticErrors(events), output).toEqual([]);
        expect(output).toContain("✅ pulumi-prismatic-policies");

        const registry = join(project.folder, "keys.json");
        await promisify(execFile)(
          process.execPath,
          [join(root, "policies/dist/main.js"), "registry", "--stack", project.stackName, "--out", registry],
          { cwd: project.folder, env: project.environment() },
        );
        const written = JSON.parse(await readFile(registry, "utf8")) as { stableKeys: object };
        const keys = Object.keys(written.stableKeys);
        expect(keys).toEqual(
          [...new Set([...(await tenant.stableKeys()), ...(await other.stableKeys())])].toSorted(),
        );
        expect(registered).toEqual(expect.arrayContaining(keys));
      } finally {
        await Promise.all([tenant.dispose(), other.dispose()]);
      }
    },
  );

  it("is tried on every example that is a program", () => {
    expect(examples).toEqual(expect.arrayContaining(SAMPLE));
  });
});
