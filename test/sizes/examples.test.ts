import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../../tools/setup/paths.mjs";
import { diagnosticErrors } from "../support/engineEvents.ts";
import { buildExampleComponent, buildExampleIntegration } from "../support/exampleComponent.ts";
import { policyProject, violations } from "../support/policies.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

interface DemoConfig {
  plain: Record<string, string>;
  secret: Record<string, string>;
}

/** Every folder of the examples that is a Pulumi program. */
const examples = readdirSync(join(root, "examples")).filter((name) =>
  existsSync(join(root, "examples", name, "Pulumi.yaml")),
);
/** One with little and the one with every resource. */
const SAMPLE = ["connections", "every-resource"];
const registered = Object.keys(
  (JSON.parse(readFileSync(join(root, "policies/stable-keys.json"), "utf8")) as { stableKeys: object })
    .stableKeys,
);

/** The example in a folder of its own, with its configuration and, for those that want one, a second tenant. */
async function exampleProject(name: string, tenant: TestTenant, other: TestTenant): Promise<PulumiProject> {
  const folder = join(root, "examples", name);
  const settings = parse(await readFile(join(folder, "Pulumi.yaml"), "utf8")) as { name: string };
  const demo: DemoConfig = existsSync(join(folder, "demo-config.json"))
    ? (JSON.parse(await readFile(join(folder, "demo-config.json"), "utf8")) as DemoConfig)
    : { plain: {}, secret: {} };
  const own = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${settings.name}:${key}`, value]));
  const project = await policyProject(tenant, {
    program: await readFile(join(folder, "index.ts"), "utf8"),
    projectName: settings.name,
    config: own({ ...demo.plain, bundle: "built/dist", otherUrl: other.url, otherTenantId: other.id }),
    secrets: own({ ...demo.secret, otherRefreshToken: other.refreshToken }),
  });
  // Whatever else the program reads lies beside it.
  const isOwn = (path: string) => !/(^|\/)(node_modules|Pulumi\.[^/]*yaml|package\.json)$/.test(path);
  await cp(folder, project.folder, { recursive: true, filter: isOwn });
  if (name === "own-component") await buildExampleComponent(join(project.folder, "built"), "10.18.6");
  if (name === "code-native") await buildExampleIntegration(join(project.folder, "built"));
  return project;
}

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
