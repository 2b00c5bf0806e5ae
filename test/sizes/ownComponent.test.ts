import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBundle } from "../../provider/src/resources/component/bundle.ts";
import { root } from "../../tools/setup/paths.mjs";
import { resourceChanges } from "../support/engineEvents.ts";
import { createBundle } from "../support/componentBundle.ts";
import { buildExampleComponent, type SpectralVersion } from "../support/exampleComponent.ts";
import { runCommand } from "../support/processes.ts";
import { runPrism } from "../support/prism.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { isPromised } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const versions: SpectralVersion[] = ["10.18.6", "10.31.1"];

/** Path of a bundle from the program's folder. */
const bundleOf = (version: SpectralVersion) => `components/${version}/dist`;

describe("The example with a component of its own", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    project = await createPulumiProject({
      program: await readFile(join(root, "examples/own-component/index.ts"), "utf8"),
      config: {
        ...tenant.config,
        "test-project:bundle": bundleOf("10.18.6"),
        "test-project:comment": "First",
      },
      secrets: tenant.secrets,
    });
    for (const version of versions) {
      await buildExampleComponent(join(project.folder, "components", version), version);
    }
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  const folder = (version: SpectralVersion) => join(project.folder, bundleOf(version));
  const published = async () => (await tenant.componentVersions("acme-erp")).map((each) => each.signature);
  const signature = async (version: SpectralVersion) => (await openBundle(folder(version))).package.signature;

  it.each(isPromised ? versions : versions.slice(1))(
    "has the very package that prism builds, with spectral %s",
    async (version) => {
      const before = await signature(version);
      const index = join(folder(version), "index.js");
      // A file's mode is part of its package.
      for (const mode of isPromised ? [0o644, 0o755] : [0o755]) {
        await chmod(index, mode);
        const prisms = await runPrism(
          tenant,
          ["components:signature", "--skip-signature-verify"],
          folder(version),
        );
        expect(prisms.trim()).toBe(await signature(version));
      }
      expect(await signature(version)).not.toBe(before);
      await chmod(index, 0o644);
    },
  );

  it("shows at preview what will be published, and what its connection is of", async () => {
    const { steps } = await project.previewJson();
    const shown = (steps ?? []).map(({ op, newState }) => [op, newState?.inputs ?? {}] as const);
    const component = shown.find(([, inputs]) => "bundle" in inputs)?.[1];
    expect(component).toMatchObject({
      bundle: bundleOf("10.18.6"),
      key: "acme-erp",
      public: false,
      signature: await signature("10.18.6"),
      connectionTypes: { apiKey: ["apiKey", "baseUrl"] },
    });
    const connection = shown.find(([, inputs]) => "stableKey" in inputs)?.[1];
    expect(connection?.["component"]).toEqual({ key: "acme-erp", public: false });
    expect(await tenant.mutations()).toEqual([]);
  });

  it("is published, its connection afterwards; then a preview is empty and prism has nothing to publish", async () => {
    const { output } = await project.up();
    expect(output).toMatch(/Component "acme-erp": version 1 is uploaded/);
    expect(await published()).toEqual([await signature("10.18.6")]);
    expect((await tenant.mutations()).map(({ field }) => field)).toEqual([
      "publishComponent",
      "createScopedConfigVariable",
    ]);
    expect(await tenant.values("acme-erp-api-key")).toEqual({ baseUrl: "https://api.erp.acme.example" });

    await tenant.clearRequests();
    const { events } = await project.preview(["--expect-no-changes"], { events: true });
    expect(Object.keys(resourceChanges(events))).toEqual(["same"]);
    expect(await tenant.requests()).toEqual([]);
    const args = ["components:publish", "--no-confirm", "--skip-on-signature-match"];
    expect(await runPrism(tenant, args, folder("10.18.6"))).toContain("signatures match, skipping publish");
    expect(await published()).toHaveLength(1);
  });

  it("is left alone where prism has published the bundle already", async () => {
    await runPrism(tenant, ["components:publish", "--no-confirm"], folder("10.31.1"));
    await expect.poll(published).toEqual([await signature("10.18.6"), await signature("10.31.1")]);
    await project.setConfig("test-project:bundle", bundleOf("10.31.1"));
    await tenant.clearRequests();
    const { output } = await project.refresh();
    expect(output).toMatch(/Component acme-erp updated.*\[diff: .*~signature/);
    await project.preview(["--expect-no-changes"]);
    expect(await tenant.mutations()).toEqual([]);
  });

  it("shows at preview that another bundle will be published, and keeps its state small", async () => {
    await project.setConfig("test-project:bundle", bundleOf("10.18.6"));
    const { output } = await project.preview();
    expect(output).toMatch(
      new RegExp(`signature *: "${await signature("10.31.1")}" => "${await signature("10.18.6")}"`),
    );
    const { deployment } = await project.exportState();
    const component = deployment.resources?.find(({ urn }) => urn.endsWith("::acme-erp"));
    expect(JSON.stringify(component).length).toBeLessThan(2500);
  });

  it("is kept when it is destroyed, and its connection is not", async () => {
    const { output } = await project.destroy();
    expect(output).toContain(`Component "acme-erp" is kept in Tenant ${tenant.id}`);
    expect([await tenant.stableKeys(), (await published()).length]).toEqual([[], 2]);
  });

  const importFile = (...args: string[]) =>
    runCommand(process.execPath, [join(root, "provider/dist/cli/main.js"), "import-file", ...args], {
      cwd: project.folder,
      env: project.environment(),
    });

  const importIntoStack = () =>
    project.run(["import", "--file", "import.json", "--protect=false", "--generate-code=false", "--yes"]);

  it("is imported by its bundle, and then a preview is empty", async () => {
    const bundle = bundleOf("10.31.1");
    const { stdout, exitCode, stderr } = await importFile("--component", bundle, "--out", "import.json");
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(`new Component("acme-erp", {\n  bundle: "${bundle}",\n});`);
    await tenant.clearRequests();
    await importIntoStack();
    await project.writeProgram(stdout);
    await project.preview(["--expect-no-changes"]);
    expect(await tenant.mutations()).toEqual([]);
  });

  if (isPromised) {
    // That an update publishes another bundle is tried in test/componentPublishing.test.ts.
    it("is imported where its bundle is another one, which the first update publishes", async () => {
      const { stdout, stderr } = await importFile("--component", bundleOf("10.18.6"), "--out", "import.json");
      expect(stderr).toContain("the first update publishes it as the next version");
      await project.destroy();
      await importIntoStack();
      await project.writeProgram(stdout);
      await project.up();
      expect((await published()).at(-1)).toBe(await signature("10.18.6"));
    });
  }

  it("is not imported where the tenant does not have it", async () => {
    await using other = await createBundle({ key: "nowhere" });
    const { exitCode, stderr } = await importFile("--component", other.folder);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/has no private component "nowhere".*pulumi up publishes it/);
  });
});
